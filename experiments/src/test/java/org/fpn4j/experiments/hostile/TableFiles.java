package org.fpn4j.experiments.hostile;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.data.csv.CsvConfig;
import org.fpn4j.data.csv.NihConfig;
import org.fpn4j.data.csv.RsnaConfig;
import org.fpn4j.data.csv.VindrConfig;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.yolo.YoloConfig;
import org.fpn4j.experiments.picture.Pngs;

/** Tables of labels, and YOLO's files. */
final class TableFiles {
    private static final byte[] GREY = ValidFiles.picture("png", BufferedImage.TYPE_BYTE_GRAY);
    private static final String WHOLE = "split={by: image, ratios: [1, 0]}";

    private TableFiles() {}

    static HostileReader rsna() {
        Map<String, byte[]> parts = Map.of(
                "labels.csv",
                ValidFiles.text("patientId,x,y,width,height,Target\na,1,2,3,4,1\na,2.5,1,3,4,1\nb,,,,,0\n"));
        return HostileReader.of(
                        "rsna", parts, folder -> open(folder, RsnaConfig.class, "labels=labels.csv", "images=images"))
                .laidOut(TableFiles::layOut);
    }

    static HostileReader vindr() {
        Map<String, byte[]> parts = Map.of(
                "train.csv",
                ValidFiles.text(
                        """
                        image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max
                        a,Cardiomegaly,3,R8,1,1,7,8
                        a,"Nodule/Mass",8,R9,2,1,6,7
                        a,Cardiomegaly,3,R9,2,1,6,7
                        b,No finding,14,R1,,,,
                        """));
        return HostileReader.of("vindr", parts, folder -> open(folder, VindrConfig.class, "images=images"))
                .laidOut(TableFiles::layOut);
    }

    static HostileReader nih() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "boxes.csv",
                ValidFiles.text("Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Mass,100,200,300.5,400,,,\n"));
        parts.put(
                "all.csv",
                ValidFiles.text(
                        """
                        Image Index,Finding Labels,Follow-up #
                        a.png,Mass|Hernia,0
                        b.png,No Finding,1
                        c.png,Effusion,2
                        """));
        return HostileReader.of(
                        "nih", parts, folder -> open(folder, NihConfig.class, "labels=boxes.csv", "findings=all.csv"))
                .laidOut((mutant, folder) -> {
                    layOut(mutant, folder);
                    byte[] square = Pngs.encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));
                    Files.write(folder.resolve("images/a.png"), square);
                    Files.write(folder.resolve("images/b.png"), square);
                });
    }

    static HostileReader csv() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("annotations.csv", ValidFiles.text("images/a.png,1,2,5,6,\"n, m\"\r\nimages/b.png,,,,,\r\n"));
        parts.put("classes.csv", ValidFiles.text("\"n, m\",0\nother,1\n"));
        return HostileReader.of(
                        "csv",
                        parts,
                        folder -> open(
                                folder,
                                CsvConfig.class,
                                "header=false",
                                "columns={image: 1, box: [2, 3, 4, 5], class_name: 6}",
                                "class_list=classes.csv"))
                .laidOut(TableFiles::layOut);
    }

    private static <C extends Record & DatasetConfig> void open(Path folder, Class<C> type, String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.add(WHOLE);
        all.add("root='" + folder + "'");
        DatasetConfig config = new ConfigLoader().loadSets(type, all).config();
        config.open(Split.TRAIN).digest();
        config.categories();
    }

    static HostileReader yolo() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(
                "data.yaml",
                ValidFiles.text("path: .\ntrain: [images, list.txt]\nval: images\nnc: 2\nnames: {0: a, 1: b}\n"));
        parts.put("list.txt", ValidFiles.text("./images/a.png\nimages/b.png\n"));
        parts.put("labels/a.txt", ValidFiles.text("0 .5 .5 .25 .5\n1 0.1 0.2 0.2 4e-1\n"));
        parts.put("labels/b.txt", ValidFiles.text("0 0.1 0.2 0.5 0.1 0.6 0.7 0.2 0.8\n"));
        return HostileReader.of("yolo", parts, folder -> {
                    YoloConfig config = new YoloConfig(
                            folder.toString(), "data.yaml", OrientationRule.AUTO, PictureChecks.CONTENTS, false, true);
                    config.open(Split.TRAIN).digest();
                    config.categories();
                })
                .laidOut(TableFiles::layOut);
    }

    private static void layOut(Map<String, byte[]> parts, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            Files.createDirectories(folder.resolve(part.getKey()).getParent());
            Files.write(folder.resolve(part.getKey()), part.getValue());
        }
        Files.createDirectories(folder.resolve("images"));
        Files.write(folder.resolve("images/a.png"), GREY);
        Files.write(folder.resolve("images/b.png"), GREY);
    }
}
