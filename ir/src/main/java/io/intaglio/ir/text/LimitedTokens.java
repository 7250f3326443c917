package io.intaglio.ir.text;

import io.intaglio.ir.diag.InvalidInput;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;

/// The tokens of a text as the parser asks for them, so that a long text needs little memory. Ends
/// a text that is nested too deep for the parser's stack, or whose one statement is too long.
final class LimitedTokens implements TokenSource {
  /// Statements of more tokens are refused.
  static final int MAX_STATEMENT = 1 << 21;

  /// Brackets may be nested this deep.
  static final int MAX_DEPTH = 64;

  /// By token type, by how much the token deepens the nesting.
  private static final int[] NESTING = nesting();

  /// Called where the text goes too far.
  interface Refusals {
    InvalidInput refusal(Place place, String message);
  }

  private final FxLexer lexer;
  private final Refusals refusals;
  private int depth;
  private int inBrackets;

  LimitedTokens(FxLexer lexer, Refusals refusals) {
    this.lexer = lexer;
    this.refusals = refusals;
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

  @Override
  public Token nextToken() {
    Token token = lexer.nextToken();
    if (token.getType() == Token.EOF) {
      return token;
    }
    depth += NESTING[token.getType()];
    inBrackets = depth <= 0 ? 0 : inBrackets + 1;
    if (depth > MAX_DEPTH) {
      throw refusals.refusal(TreeBuilder.place(token), "brackets nested deeper than " + MAX_DEPTH);
    }
    if (inBrackets > MAX_STATEMENT) {
      throw refusals.refusal(
          TreeBuilder.place(token), "more than " + MAX_STATEMENT + " tokens in one statement");
    }
    return token;
  }

  @Override
  public int getLine() {
    return lexer.getLine();
  }

  @Override
  public int getCharPositionInLine() {
    return lexer.getCharPositionInLine();
  }

  @Override
  public CharStream getInputStream() {
    return lexer.getInputStream();
  }

  @Override
  public String getSourceName() {
    return lexer.getSourceName();
  }

  @Override
  public void setTokenFactory(TokenFactory<?> factory) {
    lexer.setTokenFactory(factory);
  }

  @Override
  public TokenFactory<?> getTokenFactory() {
    return lexer.getTokenFactory();
  }
}
