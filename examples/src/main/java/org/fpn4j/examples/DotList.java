package org.fpn4j.examples;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetAssembler;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DeclaredBox;
import org.fpn4j.data.dataset.DeclaredImage;
import org.fpn4j.data.dataset.MissingPictures;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.ResizedPictures;
import org.fpn4j.data.dataset.RootFolder;
import org.fpn4j.data.dataset.Split;

/**
 * A format of one's own: {@code train.txt} and so on list pictures beside them, and circles in these, {@code scan.png 40.5 31
 * 6}. A line without numbers lists a picture without a dot.
 *
 * @param root folder of the lists and pictures; a relative one starts at the working directory
 */
@JsonTypeName("dots")
@AutoService(DatasetConfig.class)
public record DotList(@NotDecisive String root) implements DatasetConfig {
    private static final List<Category> CATEGORIES = List.of(new Category(0, 1, "dot"));

    /** {@code data/dots}. */
    public DotList() {
        this("data/dots");
    }

    @Override
    public Dataset open(Split split) {
        Path list = Path.of(root).resolve(split.key() + ".txt");
        RootFolder reach = new RootFolder(Path.of(root), false);
        Problems fatal = new Problems();
        List<DataProblem> survived = new ArrayList<>();
        Map<String, List<DeclaredBox>> dots = new LinkedHashMap<>();
        long number = 0;
        for (String line : lines(list)) {
            String where = list + ":" + ++number;
            String[] words = line.strip().split("\\s+");
            RootFolder.fault(words[0])
                    .or(() -> reach.refusal(reach.root(), words[0]))
                    .ifPresent(refusal -> fatal.add(where, "picture[" + words[0] + "] " + refusal));
            List<DeclaredBox> boxes = dots.computeIfAbsent(words[0], name -> new ArrayList<>());
            try {
                if (words.length > 1) {
                    boxes.add(circle(words, number, where));
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                survived.add(
                        DataProblem.of(ProblemKind.MALFORMED_ANNOTATION, where, "line[" + line + "] is no circle"));
            }
        }
        fatal.throwIfAny();

        DatasetAssembler assembler = new DatasetAssembler(
                "dots " + split.key(),
                survived,
                OrientationRule.AUTO,
                ResizedPictures.LEFT_OUT,
                MissingPictures.LEFT_OUT,
                false);
        long id = 0;
        for (Map.Entry<String, List<DeclaredBox>> image : dots.entrySet()) {
            String name = image.getKey();
            assembler.add(new DeclaredImage(
                    ++id, name, RootFolder.resolve(reach.root(), name), 0, 0, image.getValue(), list.toString()));
        }
        return assembler.assemble(list.toString(), CATEGORIES);
    }

    private static List<String> lines(Path list) {
        try {
            return Files.readAllLines(list);
        } catch (IOException e) {
            throw new UserInputException(
                    list.toString(), "list cannot be read", "expected lines as scan.png 40.5 31 6");
        }
    }

    private static DeclaredBox circle(String[] words, long id, String where) {
        double x = Double.parseDouble(words[1]);
        double y = Double.parseDouble(words[2]);
        double radius = Double.parseDouble(words[3]);
        return new DeclaredBox(
                id, 0, x - radius, y - radius, 2 * radius, 2 * radius, Double.NaN, ObjectKind.OBJECT, where);
    }
}
