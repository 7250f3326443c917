package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// QMultiHeadAttention and QLinformerAttention of sequences `[steps, channels]`: dense layers for
/// query, key and value, scores, a softmax of tables, its products with the value, a dense layer.
/// QLinformerAttention has dense layers along the steps of key and value before.
///
/// Source: HGQ2 0.2, hgq/layers/attn/mha.py, linformer.py.
final class HgqAttentionReader implements LayerReader {
  private static final String PROJECTION = "abc,cde->abde";
  private static final LayerReader DENSE = new HgqReader(new HgqEinsumReader());

  @Override
  public Ref read(LayerSite site) throws Refused {
    demandPlain(site);
    List<Ref> inputs = new ArrayList<>(site.allInputs());
    while (inputs.size() < 3) {
      inputs.add(inputs.getLast());
    }
    Ref value = inputs.get(1);
    Ref key = inputs.get(2);
    if (site.kind().equals("QLinformerAttention")) {
      boolean share = site.flag("share_kv_proj", false);
      key = dense(site, "_lin_k_proj", "_lin_k_proj", key, "abc,bd->adc", "");
      String own = share ? "_lin_k_proj" : "_lin_v_proj";
      value = dense(site, own, own, value, "abc,bd->adc", "");
    }
    // Of a quantizer that several layers share, the first by name stores the variables.
    String fuse = site.text("fuse", "none");
    String first = "key_dense";
    String ofQuery = fuse.equals("qkv") ? first : "query_dense";
    String ofValue = fuse.equals("none") ? "value_dense" : first;
    Ref q = dense(site, "query_dense", ofQuery, inputs.get(0), PROJECTION, "de");
    Ref k = dense(site, first, first, key, PROJECTION, "de");
    Ref v = dense(site, "value_dense", ofValue, value, PROJECTION, "de");
    Ref scores = TensorContraction.of(site, k, q, "aecd,abcd->acbe");
    Ref shares = softmax(site, scores);
    Ref mixed = TensorContraction.of(site, shares, v, "acbe,aecd->abcd");
    Ref y = dense(site, "output_dense", "output_dense", mixed, "abcd,cde->abe", "e");
    return HgqReader.output(site, y);
  }

  private static void demandPlain(LayerSite site) throws Refused {
    if (site.inputs() < 1 || site.inputs() > 3) {
      throw site.form("attention of " + site.inputs() + " tensors", "give it one to three");
    }
    for (Ref input : site.allInputs()) {
      site.demandRank(input, 3);
    }
    JsonNode axes = site.config().path("attention_axes");
    boolean steps = !axes.isArray() || (axes.size() == 1 && axes.get(0).asInt(0) == 1);
    boolean dense = site.text("lin_kv_proj_mode", "dense").equals("dense");
    JsonNode shape = site.config().path("output_shape");
    boolean vector = !shape.isArray() || shape.size() == 1;
    boolean whole = !site.config().hasNonNull("sliding_window");
    boolean plain = steps && dense && vector && whole && !site.flag("use_gate", false);
    if (!plain) {
      throw site.form(
          "attention along other axes than the steps, in a window, gated or through tables",
          "use plain attention of sequences, or write it with dense layers and products");
    }
  }

  private static Ref softmax(LayerSite site, Ref scores) throws Refused {
    JsonNode c = site.config();
    ObjectNode conf = JsonNodeFactory.instance.objectNode();
    conf.set("axes", JsonNodeFactory.instance.arrayNode().add(3));
    conf.set("stable", c.path("stable_softmax"));
    conf.set("exp_iq_conf", c.path("softmax_exp_iq_conf"));
    conf.set("exp_oq_conf", c.path("softmax_exp_oq_conf"));
    conf.set("inv_iq_conf", c.path("softmax_inv_iq_conf"));
    conf.set("inv_oq_conf", c.path("softmax_inv_oq_conf"));
    double scaler = 1 / Math.sqrt(site.real("key_dim", 1));
    Ref shares = HgqSoftmaxReader.softmax(site, scores, conf, "_softmax/", scaler);
    return HgqQuantizer.of(site, c.path("softmax_oq_conf"), "_softmax/oq/quantizer")
        .apply(site, shares, "shares_quantized");
  }

  /// @param quantizer the dense layer that stores the input's quantizer
  private static Ref dense(
      LayerSite site, String name, String quantizer, Ref x, String equation, String biasAxes)
      throws Refused {
    JsonNode c = site.config();
    Ref in = x;
    if (has(site, quantizer + "/iq")) {
      in =
          HgqQuantizer.of(site, c.path("qkvo_iq_conf"), quantizer + "/iq/quantizer")
              .apply(site, x, name + "_quantized");
    }
    ObjectNode conf = JsonNodeFactory.instance.objectNode();
    conf.put("equation", equation);
    if (has(site, name + "/bq")) {
      conf.put("bias_axes", biasAxes);
    }
    conf.put("enable_iq", false);
    conf.put("enable_oq", has(site, name + "/oq"));
    conf.set("kq_conf", c.path("qkvo_kq_conf"));
    conf.set("bq_conf", c.path("qkvo_bq_conf"));
    conf.set("oq_conf", c.path("qkvo_oq_conf"));
    return DENSE.read(site.inner(name, "QEinsumDense", conf).over(List.of(in)));
  }

  private static boolean has(LayerSite site, String place) {
    return site.weights().containsKey(place + "/quantizer/vars/0");
  }
}
