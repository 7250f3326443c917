package io.intaglio.ir.text;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ANTLRErrorListener;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Reads any text into a [Document], or reports its syntax errors, several at once.
final class DocumentReader implements TreeBuilder.Refusals {
  /// Texts above this many tokens are refused.
  static final int MAX_TOKENS = 1 << 22;

  /// Brackets may be nested this deep.
  static final int MAX_DEPTH = 64;

  private static final int MAX_ERRORS = 20;

  /// By token type, by how much the token deepens the nesting.
  private static final int[] NESTING = nesting();

  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private int errors;

  private DocumentReader(String file) {
    this.file = file;
  }

  /// The document in `text`.
  ///
  /// @throws InvalidInput if it is no document of this `kind` and of our version
  static Document read(String text, String kind, String file) {
    return new DocumentReader(file).read(text, kind);
  }

  private Document read(String text, String kind) {
    checkCharacters(text);
    List<Token> tokens = tokens(text);
    diagnostics.throwIfErrors();
    checkFirstLine(tokens, kind);
    diagnostics.throwIfErrors();
    Document document = parse(tokens, kind);
    diagnostics.throwIfErrors();
    return document;
  }

  private void checkCharacters(String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        String before = text.substring(0, i);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, i) + 1;
        refuse(new Place(line, column), "half a surrogate pair", "the text must be Unicode");
        throw new InvalidInput(diagnostics.all());
      }
      i += Character.charCount(point);
    }
  }

  /// The tokens that the parser sees, in brackets that are not too deep.
  private List<Token> tokens(String text) {
    FxLexer lexer = new FxLexer(CharStreams.fromString(text, file));
    lexer.removeErrorListeners();
    List<Token> tokens = new ArrayList<>();
    int depth = 0;
    while (true) {
      Token token = lexer.nextToken();
      tokens.add(token);
      if (token.getType() == Token.EOF) {
        return tokens;
      }
      depth += NESTING[token.getType()];
      if (depth > MAX_DEPTH) {
        refuse(TreeBuilder.place(token), "brackets nested deeper than " + MAX_DEPTH, "");
        return tokens;
      }
      if (tokens.size() > MAX_TOKENS) {
        refuse(TreeBuilder.place(token), "a text of more than " + MAX_TOKENS + " tokens", "");
        return tokens;
      }
    }
  }

  private static int[] nesting() {
    int[] nesting = new int[FxLexer.VOCABULARY.getMaxTokenType() + 1];
    for (int type = 1; type < nesting.length; type++) {
      String literal = String.valueOf(FxLexer.VOCABULARY.getLiteralName(type));
      nesting[type] =
          switch (literal) {
            case "'('", "'['", "'{'" -> 1;
            case "')'", "']'", "'}'" -> -1;
            default -> 0;
          };
    }
    return nesting;
  }

  private void checkFirstLine(List<Token> tokens, String kind) {
    Token first = tokens.getFirst();
    String help = "the first line is '" + Document.FORM + " " + kind + " " + Document.VERSION + "'";
    if (!first.getText().equals(Document.FORM) || tokens.size() < 4) {
      refuse(TreeBuilder.place(first), "this is no text of Intaglio's forms", help);
      return;
    }
    Token kindToken = tokens.get(1);
    if (!kindToken.getText().equals(kind)) {
      refuse(
          TreeBuilder.place(kindToken),
          "a text of kind '" + kindToken.getText() + "' where '" + kind + "' is expected",
          help);
      return;
    }
    Token version = tokens.get(2);
    if (!version.getText().equals(Integer.toString(Document.VERSION))) {
      refuse(
          TreeBuilder.place(version),
          "version '" + version.getText() + "' of the text form is not known",
          help);
    }
  }

  /// Parses without recovery; a text in which that fails is parsed once more, with recovery, for
  /// its errors.
  private Document parse(List<Token> tokens, String kind) {
    FxParser parser = parser(tokens);
    parser.setErrorHandler(new StopAtFirstError());
    TreeBuilder builder = new TreeBuilder(this);
    parser.addParseListener(builder);
    try {
      parser.document();
      return new Document(kind, builder.statements());
    } catch (ParseCancellationException e) {
      diagnostics.throwIfErrors();
      FxParser diagnosing = parser(tokens);
      diagnosing.addErrorListener(errorListener());
      diagnosing.document();
      diagnostics.throwIfErrors();
      throw new IllegalStateException("a text with an error that is none", e);
    }
  }

  private FxParser parser(List<Token> tokens) {
    FxParser parser = new FxParser(new CommonTokenStream(new ListTokenSource(tokens, file)));
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setBuildParseTree(false);
    parser.removeErrorListeners();
    return parser;
  }

  /// Looks at no token before the parser needs it.
  private static final class StopAtFirstError extends BailErrorStrategy {
    @Override
    public void sync(Parser recognizer) {}
  }

  private ANTLRErrorListener errorListener() {
    return new BaseErrorListener() {
      @Override
      public void syntaxError(
          Recognizer<?, ?> recognizer,
          Object offending,
          int line,
          int column,
          String message,
          RecognitionException e) {
        FxParser parser = (FxParser) recognizer;
        refuse(
            new Place(line, column + 1),
            "found " + found((Token) offending) + ", expected " + expected(parser),
            "");
      }
    };
  }

  private static String found(Token token) {
    if (token.getType() == Token.EOF) {
      return "the end of the text";
    }
    String text = token.getText();
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
  }

  private static String expected(FxParser parser) {
    return parser.getExpectedTokens().toList().stream()
        .map(DocumentReader::describe)
        .collect(Collectors.joining(" or "));
  }

  private static String describe(int type) {
    return switch (type) {
      case Token.EOF -> "the end";
      case FxParser.WORD -> "a word";
      case FxParser.NAME -> "a %name";
      case FxParser.STRING -> "a string";
      case FxParser.NUMBER -> "a number";
      case FxParser.STAGE -> "a @stage";
      default -> FxParser.VOCABULARY.getDisplayName(type);
    };
  }

  @Override
  public void refuse(Place place, String message, String help) {
    diagnostics.error(Code.IR_TEXT, place.in(file), message, help);
    errors++;
    if (errors >= MAX_ERRORS) {
      throw new InvalidInput(diagnostics.all());
    }
  }
}
