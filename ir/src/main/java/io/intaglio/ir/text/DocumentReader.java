package io.intaglio.ir.text;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ANTLRErrorListener;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.UnbufferedTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Reads any text statement by statement, or reports its syntax errors, several at once.
final class DocumentReader {
  private static final int MAX_ERRORS = 20;

  private final String text;
  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private int errors;

  private DocumentReader(String text, String file) {
    this.text = text;
    this.file = file;
  }

  /// Hands each statement of `text` to `handler`, in order, as soon as it is read.
  ///
  /// @throws InvalidInput if it is no text of this `kind` and of our version; what was handed over
  ///     until then means nothing
  static void read(String text, String kind, String file, Consumer<Statement> handler) {
    DocumentReader reader = new DocumentReader(text, file);
    reader.checkCharacters();
    reader.checkFirstLine(kind);
    reader.parse(handler);
  }

  private void checkCharacters() {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        String before = text.substring(0, i);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, i) + 1;
        refuse(new Place(line, column), "half a surrogate pair", "the text must be Unicode");
        diagnostics.throwIfErrors();
      }
      i += Character.charCount(point);
    }
  }

  private FxLexer lexer() {
    FxLexer lexer = new FxLexer(CharStreams.fromString(text, file));
    lexer.removeErrorListeners();
    return lexer;
  }

  private void checkFirstLine(String kind) {
    FxLexer lexer = lexer();
    Token form = lexer.nextToken();
    Token kindToken = lexer.nextToken();
    Token version = lexer.nextToken();
    String help = "the first line is '" + Form.WORD + " " + kind + " " + Form.VERSION + "'";
    if (!form.getText().equals(Form.WORD)) {
      refuse(TreeBuilder.place(form), "this is no text of Intaglio's forms", help);
    } else if (!kindToken.getText().equals(kind)) {
      refuse(
          TreeBuilder.place(kindToken),
          "a text of kind " + found(kindToken) + " where '" + kind + "' is expected",
          help);
    } else if (!version.getText().equals(Integer.toString(Form.VERSION))) {
      refuse(
          TreeBuilder.place(version),
          "version " + found(version) + " of the text form is not known",
          help);
    }
    diagnostics.throwIfErrors();
  }

  /// Parses without recovery; a text in which that fails is parsed once more, with recovery, for
  /// its errors.
  private void parse(Consumer<Statement> handler) {
    FxParser parser = parser();
    parser.setErrorHandler(new StopAtFirstError());
    parser.addParseListener(new TreeBuilder(this::refuse, handler));
    try {
      parser.document();
    } catch (ParseCancellationException e) {
      FxParser diagnosing = parser();
      diagnosing.addErrorListener(errorListener());
      diagnosing.document();
      diagnostics.throwIfErrors();
      throw new IllegalStateException("a text with an error that is none", e);
    }
    diagnostics.throwIfErrors();
  }

  private FxParser parser() {
    LimitedTokens tokens = new LimitedTokens(lexer(), this::refusal);
    FxParser parser = new FxParser(new UnbufferedTokenStream<>(tokens));
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setBuildParseTree(false);
    parser.removeErrorListeners();
    return parser;
  }

  private InvalidInput refusal(Place place, String message) {
    diagnostics.error(Code.IR_TEXT, place.in(file), message, "");
    return new InvalidInput(diagnostics.all());
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

  private void refuse(Place place, String message, String help) {
    diagnostics.error(Code.IR_TEXT, place.in(file), message, help);
    errors++;
    if (errors >= MAX_ERRORS) {
      throw new InvalidInput(diagnostics.all());
    }
  }
}
