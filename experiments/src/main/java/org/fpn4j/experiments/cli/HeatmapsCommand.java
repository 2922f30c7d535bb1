package org.fpn4j.experiments.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.illustration.Illustrations;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.experiments.illustration.LevelsBySize;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.picture.CaptionedPicture;
import org.fpn4j.experiments.picture.ContactSheet;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.SizesReportPage;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.inference.LevelMaps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn heatmaps}. */
@Command(
        name = "heatmaps",
        description = "Channel-mean heat maps of every backbone stage and pyramid level over an image.")
final class HeatmapsCommand implements Callable<Integer> {
    private static final int SHORTER_SIDE = 320; // small pictures are enlarged, or maps could not be told apart
    private static final int LONGER_SIDE = 4 * SHORTER_SIDE; // of a picture among all others
    private static final int COLUMNS = 4;
    private static final String ALL = "all.png";
    private static final String BY_SIZE = "sizes.html";

    @Parameters(index = "0", paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Parameters(index = "1", paramLabel = "IMAGE", description = "A picture: DICOM, JPEG, PNG or TIFF.")
    private Path image;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where pictures go; default ${DEFAULT-VALUE}.",
            defaultValue = "heatmaps")
    private Path out;

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            description = "Sizes of the input, in pixels of its longer side: in place of pictures one page, " + BY_SIZE
                    + ", with every level at each of them.")
    private List<String> sizes = List.of();

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        if (sizes.isEmpty()) {
            writePictures(trained);
        } else {
            writePage(trained);
        }
        return 0;
    }

    private void writePage(Trained trained) {
        List<Experiment> atSizes =
                InputSizes.of("--sizes", sizes, trained.experiment(), at -> new MemoryCheck(at).levelMaps("--sizes"));
        ImageEntry entry = ImageEntry.of(1, image);
        PictureFolder folder = new PictureFolder(out);
        folder.requireApart(List.of(BY_SIZE), List.of(image));
        LevelsBySize levels = new LevelsBySize(trained.experiment(), entry, atSizes.size());
        PlanExecutor executor = trained.executor();
        for (Experiment at : atSizes) {
            InputConfig input = at.config().input();
            Console.log().println("Looks at an input of " + input.height() + "x" + input.width() + ".");
            try (LevelMaps maps = new LevelMaps(at.detector(), executor, input, trained.weights())) {
                levels.add(input, maps);
            }
        }
        String page = SizesReportPage.render(
                levels.report(Invocation.text(), trained.weightsFile().toString()));
        Console.results().println(folder.write(BY_SIZE, page));
    }

    private void writePictures(Trained trained) {
        ImageEntry entry = ImageEntry.of(1, image);
        BufferedImage picture = Images.of(entry.source().read());
        int factor = Resizing.enlargement(picture, SHORTER_SIDE);
        BufferedImage shown = Resizing.copy(picture, factor * picture.getWidth(), factor * picture.getHeight());
        PictureFolder folder = new PictureFolder(out);
        List<CaptionedPicture> sheet = new ArrayList<>();
        try (LevelMaps levels = trained.levelMaps()) {
            Map<String, BufferedImage> maps = Illustrations.draw(levels, entry, shown);
            List<String> names = new ArrayList<>(List.of(ALL));
            maps.keySet().forEach(level -> names.add(fileName(level)));
            folder.requireApart(names, List.of(image));
            maps.forEach((level, map) -> {
                sheet.add(new CaptionedPicture(level, Resizing.shrink(map, LONGER_SIDE)));
                Console.results().println(folder.write(fileName(level), map));
            });
        }
        Console.results().println(folder.write(ALL, new ContactSheet(COLUMNS).render(sheet)));
    }

    private static String fileName(String level) {
        return level.replace('/', '-') + ".png";
    }
}
