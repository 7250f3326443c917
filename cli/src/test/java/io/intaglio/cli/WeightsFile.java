package io.intaglio.cli;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Writes files of weights in the layout of Keras 3: each tensor under its place, as in
/// `layers/dense_1/vars/0`.
public final class WeightsFile {
  private final Map<String, WritableGroup> groups = new HashMap<>();

  private WeightsFile(WritableHdfFile file) {
    groups.put("", file);
  }

  /// @param tensors nested arrays of floats by place
  public static Path write(Path file, Map<String, Object> tensors) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WeightsFile made = new WeightsFile(hdf);
      made.group("layers");
      tensors.forEach(
          (place, tensor) -> {
            int end = place.lastIndexOf('/');
            made.group(place.substring(0, end)).putDataset(place.substring(end + 1), tensor);
          });
    }
    return file;
  }

  private WritableGroup group(String path) {
    WritableGroup known = groups.get(path);
    if (known != null) {
      return known;
    }
    int slash = path.lastIndexOf('/');
    WritableGroup made =
        group(slash < 0 ? "" : path.substring(0, slash)).putGroup(path.substring(slash + 1));
    groups.put(path, made);
    return made;
  }
}
