package io.intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameScopeTest {
  private final NameScope scope = new NameScope();

  @Test
  void aLegalNameStaysItself() {
    assertThat(scope.name("conv1_acc").text()).isEqualTo("conv1_acc");
  }

  @Test
  void slashesUnicodeAndDigitsBecomeLegal() {
    assertThat(scope.name("model/conv2d_1/BiasAdd:0").text()).isEqualTo("model_conv2d_1_BiasAdd_0");
    assertThat(scope.name("größe").text()).isEqualTo("gr_e");
    assertThat(scope.name("42").text()).isEqualTo("n42");
    assertThat(scope.name("層").text()).isEqualTo("n");
    assertThat(scope.name("").text()).isEqualTo("n_2");
    assertThat(scope.name("__a  b__").text()).isEqualTo("a_b");
  }

  @Test
  void keywordsOfVerilogAndSystemVerilogGetANumber() {
    assertThat(List.of("module", "logic", "small", "table", "Input").stream().map(scope::name))
        .extracting(Name::text)
        .containsExactly("module_2", "logic_2", "small_2", "table_2", "Input_2");
  }

  @Test
  void equalSuggestionsStayApartAlsoWhenOnlyTheCaseDiffers() {
    assertThat(List.of("acc", "acc", "ACC", "acc_2").stream().map(scope::name))
        .extracting(Name::text)
        .containsExactly("acc", "acc_2", "ACC_3", "acc_2_2");
  }

  @Test
  void longNamesKeepTheirBeginningAndDifferByTheirEnd() {
    String stem = "encoder/".repeat(20);
    String a = scope.name(stem + "a").text();
    String b = scope.name(stem + "b").text();
    assertThat(a).startsWith("encoder_encoder_").hasSize(NameScope.MAX_LENGTH).isNotEqualTo(b);
    assertThat(new NameScope().name(stem + "b").text()).isEqualTo(b);
  }

  @Test
  void anOwnerHasOneName() {
    Name name = scope.name("acc", 7);
    assertThat(scope.of(7)).isEqualTo(name);
    assertThatThrownBy(() -> scope.name("other", 7)).hasMessage("owner '7' has a name already");
    assertThatThrownBy(() -> scope.of(8)).hasMessage("owner '8' has no name");
  }

  @Test
  void anInnerScopeAvoidsOuterNames() {
    scope.reserve("clk");
    NameScope inner = scope.inner();
    assertThat(inner.name("clk").text()).isEqualTo("clk_2");
    assertThat(scope.name("clk").text()).isEqualTo("clk_2");
    assertThatThrownBy(() -> scope.reserve("clk")).hasMessage("the name 'clk' is taken");
  }

  @Test
  void onlyIdentifiersBecomeNames() {
    assertThatThrownBy(() -> Name.of("a b")).hasMessage("not a Verilog identifier: 'a b'");
    assertThatThrownBy(() -> Name.of("wire"))
        .hasMessage("a keyword cannot be an identifier: 'wire'");
  }
}
