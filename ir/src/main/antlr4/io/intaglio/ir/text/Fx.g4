/*
 * The text of Intaglio's three forms. One generic syntax: a statement is a construct, perhaps with
 * a result before it and an annotation behind it. Which words, arguments and attributes there are
 * is known to the codecs alone, so this grammar does not change when an operator is added.
 */
grammar Fx;

document
    : form=WORD kind=WORD version=NUMBER statement* EOF
    ;

statement
    : (result=NAME '=')? construct (':' annotation)?
    ;

annotation
    : type=WORD? fact* attributes?
    ;

fact
    : leaf=(NUMBER | STAGE | STRING)
    | sequence
    ;

construct
    : word=WORD ('(' (value (',' value)*)? ')')? attributes?
    ;

attributes
    : '{' (attribute (',' attribute)*)? '}'
    ;

attribute
    : key=WORD '=' value
    ;

value
    : leaf=(NUMBER | STRING | NAME)
    | sequence
    | construct
    ;

sequence
    : '[' (item (',' item)*)? ']'
    ;

// `value; count` stands for so many equal items.
item
    : value (';' count=NUMBER)?
    ;

WORD
    : [A-Za-z_] [A-Za-z0-9_.]*
    ;

// The name of a value: bare, or quoted where it holds anything else.
NAME
    : '%' ([A-Za-z0-9_.]+ | STRING)
    ;

STRING
    : '"' (~["\\\u0000-\u001F] | '\\' ~[\u0000-\u001F])* '"'
    ;

// Integers, fractions (`3/8`), powers (`5*2^-3`), floats (`1.5E-7`), intervals (`-8..7/2^1`).
NUMBER
    : '-'? [0-9] ([0-9A-Za-z.+*^-] | '/' [0-9A-Za-z])*
    | '-Infinity'
    ;

// A register rank.
STAGE
    : '@' [0-9]+
    ;

COMMENT
    : '//' ~[\r\n]* -> skip
    ;

SPACE
    : [ \t\r\n]+ -> skip
    ;

// Anything else reaches the parser, which says where it is.
UNKNOWN
    : .
    ;
