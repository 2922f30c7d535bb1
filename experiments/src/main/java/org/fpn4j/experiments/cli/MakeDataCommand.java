package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.data.radiograph.RadiographWriter;
import org.fpn4j.data.radiograph.RadiographsConfig;
import org.fpn4j.data.radiograph.StudyFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./fpn make-data}. */
@Command(
        name = "make-data",
        description =
                "Writes synthetic radiographs as a data set, which data={type: coco, root: DIR} reads, or with another"
                        + " format's name; --set train_images=800 and so on.")
final class MakeDataCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the data set goes; default ${DEFAULT-VALUE}.",
            defaultValue = "data/radiographs")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "coco, rsna, vindr, yolo or dicom; default ${DEFAULT-VALUE}. rsna, vindr and dicom are one list each.",
            defaultValue = "coco")
    private StudyFormat format;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        RadiographsConfig config = new ConfigLoader()
                .loadSets(RadiographsConfig.class, sets.list())
                .config();
        new RadiographWriter(config, format, out).write(count -> {});
        Console.log().println(config.trainImages() + config.valImages() + config.testImages() + " images");
        Console.results().println(out);
        return 0;
    }
}
