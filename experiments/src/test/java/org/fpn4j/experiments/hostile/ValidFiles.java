package org.fpn4j.experiments.hostile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;

/** Small files that are as their formats say, to be damaged. */
final class ValidFiles {
    private ValidFiles() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Two float tensors and a counter. */
    static byte[] safetensors() {
        String header =
                """
                {"__metadata__": {"format": "pt"},
                 "head.weight": {"dtype": "F32", "shape": [2, 2, 1, 1], "data_offsets": [0, 16]},
                 "head.bias": {"dtype": "F16", "shape": [2], "data_offsets": [16, 20]},
                 "count": {"dtype": "I64", "shape": [], "data_offsets": [20, 28]}}""";
        return lengthPutRight(text("12345678" + header + "0123456789abcdefghijklmnopqr"));
    }

    /** The eight bytes in front say how long the header is: up to the last brace. */
    static byte[] lengthPutRight(byte[] file) {
        byte[] right = file.clone();
        int end = new String(right, StandardCharsets.ISO_8859_1).lastIndexOf('}') + 1;
        if (end > 8) {
            ByteBuffer.wrap(right).order(ByteOrder.LITTLE_ENDIAN).putLong(end - 8);
        }
        return right;
    }

    /** What {@code torch.save} of a state dict makes: of two tensors of one storage and one of whole numbers. */
    static byte[] pickle() {
        String storage = "(X\u0007\0\0\0storagectorch\n%s\nX\u0001\0\0\0%sX\u0003\0\0\0cpuK%stQ";
        return latin("\u0080\u0002ccollections\nOrderedDict\n)R("
                + named("weight") + "ctorch._utils\n_rebuild_tensor_v2\n("
                + storage.formatted("FloatStorage", "0", "\u0006")
                + "K\0(K\u0002K\u0002K\u0001K\u0001t(K\u0002K\u0001K\u0001K\u0001t\u0089ccollections\nOrderedDict\n)RtR"
                + named("bias") + "ctorch._utils\n_rebuild_tensor_v2\n("
                + storage.formatted("FloatStorage", "0", "\u0006") + "K\u0004K\u0002\u0085K\u0001\u0085\u0089)tR"
                + named("count") + "ctorch._utils\n_rebuild_tensor\n("
                + storage.formatted("LongStorage", "1", "\u0001") + "K\0))tR"
                + named("options") + "cargparse\nNamespace\n)\u0081}" + named("lr") + "G?PbM\u00d2\u00f1\u00a9\u00fcsb"
                + "u.");
    }

    private static String named(String name) {
        return "X" + (char) name.length() + "\0\0\0" + name;
    }

    /** The parts of the zip file that torch.save writes around a pickle. */
    static Map<String, byte[]> torchParts() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("data.pkl", pickle());
        parts.put("byteorder", text("little"));
        parts.put("data/0", new byte[24]);
        parts.put("data/1", new byte[8]);
        parts.put("version", text("3\n"));
        return parts;
    }

    /** The format before PyTorch 1.6. */
    static byte[] legacyTorch() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(latin("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."));
        file.writeBytes(latin("\u0080\u0002M\u00e9\u0003."));
        file.writeBytes(latin("\u0080\u0002}X\r\0\0\0little_endian\u0088s."));
        file.writeBytes(pickle());
        file.writeBytes(latin("\u0080\u0002](X\u0001\0\0\0000X\u0001\0\0\0001e."));
        file.writeBytes(ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(6)
                .array());
        file.writeBytes(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1)
                .array());
        return file.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Entries as they are, in one zip file. */
    static byte[] stored(Map<String, byte[]> entries, String folder) {
        return zip(entries, folder, ZipEntry.STORED);
    }

    private static byte[] zip(Map<String, byte[]> entries, String folder, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(folder + content.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setSize(content.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A model of TF.js with a layer, and its shards. */
    static Map<String, byte[]> keras() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "model.json",
                text(
                        """
                        {"format": "layers-model",
                         "modelTopology": {"model_config": {"config": {"layers": [
                           {"class_name": "Conv2D", "config": {"name": "conv1", "strides": [2, 2], "kernel_size": [1, 1]}},
                           {"class_name": "BatchNormalization", "config": {"name": "bn", "epsilon": 1e-3}}]}}},
                         "weightsManifest": [{"paths": ["a.bin", "b.bin"], "weights": [
                           {"name": "conv1/kernel", "shape": [1, 1, 2, 2], "dtype": "float32"},
                           {"name": "bn/moving_variance", "shape": [2], "dtype": "float32",
                            "quantization": {"dtype": "uint8", "scale": 0.5, "min": 0.1}}]}]}"""));
        parts.put("a.bin", new byte[10]);
        parts.put("b.bin", new byte[8]);
        return parts;
    }

    /** A network as DL4J's serializer writes it, by entry. */
    static Map<String, byte[]> dl4j() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(16, 16, 3))
                .addLayer(
                        "conv",
                        new ConvolutionLayer.Builder(4, 4).stride(4, 4).nOut(2).build(),
                        "images")
                .addLayer("norm", new BatchNormalization(), "conv")
                .addLayer("end", new OutputLayer.Builder().nOut(2).build(), "norm")
                .setOutputs("end")
                .build());
        network.init();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try {
            ModelSerializer.writeModel(network, bytes, false);
            try (var zip = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    parts.put(entry.getName(), zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    /** Entries compressed, in one zip file. */
    static byte[] compressed(Map<String, byte[]> entries) {
        return zip(entries, "", ZipEntry.DEFLATED);
    }

    /** Twelve by ten pixels. */
    static byte[] picture(String format, int type) {
        BufferedImage image = new BufferedImage(12, 10, type);
        for (int i = 0; i < 120; i++) {
            image.setRGB(i % 12, i / 12, i * 7919);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The JPEG with a segment of EXIF data that turns it. */
    static byte[] turned(byte[] jpeg) {
        ByteBuffer segment = ByteBuffer.allocate(2 + 2 + 6 + 8 + 2 + 12 + 4);
        segment.put((byte) 0xFF).put((byte) 0xE1).putShort((short) (segment.capacity() - 2));
        segment.put(latin("Exif\0\0"))
                .putShort((short) 0x4D4D)
                .putShort((short) 42)
                .putInt(8);
        segment.putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6);
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(jpeg, 0, 2);
        turned.writeBytes(segment.array());
        turned.write(jpeg, 2, jpeg.length - 2);
        return turned.toByteArray();
    }

    /** Every chunk with its right checksum, as far as chunks go. */
    static byte[] checksumsPutRight(byte[] png) {
        byte[] right = png.clone();
        ByteBuffer buffer = ByteBuffer.wrap(right);
        int at = 8;
        while (at + 12 <= right.length) {
            int length = buffer.getInt(at);
            if (length < 0 || length > right.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(right, at + 4, length + 4);
            buffer.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return right;
    }

    static byte[] coco() {
        return text(
                """
                {"info": {"year": 2026}, "licenses": [],
                 "images": [{"id": 1, "file_name": "a.png", "width": 12, "height": 10, "pixel_spacing": [0.5, 0.25]},
                            {"id": 2, "file_name": "b.png", "width": 12, "height": 10, "spacing": 0.5}],
                 "categories": [{"id": 1, "name": "heart", "supercategory": "organ"}, {"id": 7, "name": "lung"}],
                 "annotations": [
                   {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3.5, 4], "area": 14, "iscrowd": 0,
                    "segmentation": [[1, 2, 3, 4, 5, 6]]},
                   {"id": 2, "image_id": 2, "category_id": 7, "bbox": [0, 0, 5, 5], "area": 25.0, "iscrowd": 1,
                    "segmentation": {"counts": [10, 20, 90], "size": [10, 12]}}]}""");
    }

    static byte[] detections() {
        return text(
                """
                [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.75,
                  "segmentation": {"size": [10, 12], "counts": ":d0j2"}},
                 {"image_id": 2, "file_name": "b.png", "category_id": 7, "bbox": [0.5, 0, 5, 5], "score": 1e-3}]""");
    }

    static byte[] voc() {
        return text(
                """
                <?xml version="1.0"?>
                <!DOCTYPE annotation>
                <annotation><filename>a.jpg</filename>
                  <size><width>12</width><height>10</height><depth>3</depth></size>
                  <object><name>heart</name><difficult>0</difficult>
                    <bndbox><xmin>2</xmin><ymin>3.5</ymin><xmax>8</xmax><ymax>9</ymax></bndbox></object>
                  <object><name>lung</name><difficult>Unspecified</difficult>
                    <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>12</xmax><ymax>10</ymax></bndbox></object>
                </annotation>""");
    }

    private static byte[] replicates() {
        byte[] line = text(
                "{\"draws_of\":\"image bootstrap\",\"images\":3,\"draws\":2,\"objects\":\"00\",\"detections\":\"00\","
                        + "\"metrics\":{\"AP\":3,\"AP50\":2}}\n");
        ByteBuffer file = ByteBuffer.allocate(line.length + 4 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.put(line).putDouble(0.25).putDouble(-1).putDouble(1).putDouble(0.5);
        return file.array();
    }

    /** The files of a finished run, but for its weights. */
    static Map<String, byte[]> run() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "result.json",
                text(
                        """
                        {"metrics": {"AP": 0.5, "AP50": 0.7, "AP75": 0.4, "AP_S": -1, "AP_M": 0.5, "AP_L": 0.6},
                         "perClass": {"heart": {"AP": 0.5, "AP50": 0.7}, "lung": 0.5},
                         "leftOut": {"images": 0, "categories": 0}, "warnings": ["a sentence"], "trainSeconds": 1.5,
                         "waitSeconds": 0.1, "steps": 4, "params": 1234,
                         "macs": 5678, "weightsSha256": "00"}"""));
        parts.put(
                "test.json",
                text(
                        """
                        [{"at": "2026-01-31T12:00:00Z", "commit": "abc", "command": "./fpn eval run --split test",
                          "dataSha256": "00", "weightsSha256": "01", "metrics": {"AP": 0.5, "AP_S": -1}}]"""));
        parts.put("classes.json", text("[{\"id\": 1, \"name\": \"heart\"}, {\"id\": 7, \"name\": \"lung\"}]"));
        parts.put(
                "calibration.json",
                text(
                        """
                        {"weights_sha256": "00", "input": "64x64", "images": 8,
                         "ranges": {"images": {"signed": true, "bound": 2.5}, "relu": {"signed": false, "bound": 6e0}}}"""));
        parts.put("replicates.bin", replicates());
        parts.put(
                "provenance.json",
                text(
                        "{\"experiment\": \"small\", \"key\": \"d74c415342dd\", \"key_parts\": {\"seed\": \"0\"}, \"started_at\": \"2026\"}"));
        parts.put(
                "metrics.jsonl",
                text(
                        "{\"step\": 1, \"epoch\": 0, \"lr\": 0.01, \"losses\": {\"box\": 1.5}}\n{\"step\": 1, \"AP\": 0.5}\n"));
        return parts;
    }

    static byte[] experiment() {
        return text(
                """
                name: small
                seed: 3
                input: {height: 64, width: 64, normalization: {mean: [0.5, 0.5, 0.5]}}
                backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
                neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
                extra_levels: {type: none}
                head:
                  type: fcos
                  num_classes: 3
                  tower: {convs: 1, norm: {type: none}}
                data: {type: synthetic_radiographs, train_images: 8, val_images: 4, height: 64, width: 64}
                training:
                  epochs: 2
                  optimizer: {type: sgd, learning_rate: 0.01}
                """);
    }

    static List<String> settings() {
        return List.of("seed=4", "neck.type=bifpn", "data={type: voc, root: x}", "neck.repeats=2");
    }
}
