package org.fpn4j.experiments.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.survey.ChosenImage;
import org.fpn4j.data.survey.DatasetSurvey;
import org.fpn4j.data.survey.Evidence;
import org.fpn4j.data.survey.ReadPictures;
import org.fpn4j.data.survey.SplitSurvey;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.Outline;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.report.PictureGroup;
import org.fpn4j.experiments.report.SurveyReport;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.loop.TrainingData;

/** What is in the data of an experiment, in words, JSON and a page. Loads no native library. */
public final class DataSurvey {
    private final Experiment experiment;
    private final DatasetSurvey survey;
    private final Optional<String> untested; // why there is no test split

    private DataSurvey(Experiment experiment, DatasetSurvey survey, Optional<String> untested) {
        this.experiment = experiment;
        this.survey = survey;
        this.untested = untested;
    }

    /**
     * Reads every picture of the training and the validation split, and of the test split where there is one.
     *
     * @param listener hears how reading goes on
     * @throws UserInputException where there is no data set, or a split that cannot be read
     */
    public static DataSurvey of(Experiment experiment, CheckListener listener) {
        if (!experiment.namesData()) {
            throw new UserInputException(
                    experiment.checked().place("data.type"),
                    "config names no data set, so there is nothing to look at",
                    "data: in the file or --set data=... names one");
        }
        Dataset train = CheckedSplit.unseen(experiment.checked(), Split.TRAIN);
        List<SplitSurvey> splits = new ArrayList<>();
        splits.add(split(experiment, Split.TRAIN, train, listener));
        Dataset validation = CheckedSplit.unseen(experiment.checked(), Split.VAL);
        DatasetChecks.compareClasses(train, validation);
        splits.add(split(experiment, Split.VAL, validation, listener));
        Optional<String> untested = Optional.empty();
        try {
            Dataset test = CheckedSplit.unseen(experiment.checked(), Split.TEST);
            DatasetChecks.compareClasses(train, test);
            splits.add(split(experiment, Split.TEST, test, listener));
        } catch (UserInputException e) {
            untested = Optional.of(e.problems().get(0).what());
        }
        return new DataSurvey(experiment, DatasetSurvey.of(splits), untested);
    }

    private static SplitSurvey split(Experiment experiment, Split split, Dataset dataset, CheckListener listener) {
        int threads = experiment.config().training().loaderThreads();
        return SplitSurvey.of(
                split,
                ReadPictures.of(dataset, threads, listener),
                seen(experiment.config().input()));
    }

    /** What a network sees of an image: tiles have the pixels of their image, and an object may lie in several. */
    private static Function<ImageEntry, Outline> seen(InputConfig input) {
        return input.tiling().isUsed()
                ? image -> SampleTransform.atOwnPixels(
                                new InputSize(image.height(), image.width()),
                                input.normalization(),
                                AugmentationConfig.NONE,
                                ClassSwap.NONE,
                                0)
                        .outline(image)
                : input.plainTransform()::outline;
    }

    /** A few lines for a log: what there is, and what was wrong. */
    public String dataSummary() {
        String summary =
                survey.splits().stream().map(split -> split.dataset().summary()).collect(Collectors.joining("\n"));
        return summary + noTestSplit("\n");
    }

    private String noTestSplit(String before) {
        return untested.map(reason -> before + "no test split: " + reason).orElse("");
    }

    /** All of it as JSON has it. */
    public Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("sentence", sentence());
        values.put(
                "input",
                List.of(
                        experiment.config().input().height(),
                        experiment.config().input().width()));
        values.putAll(SurveyJson.values(survey));
        return values;
    }

    private String sentence() {
        List<String> splits = new ArrayList<>();
        for (SplitSurvey split : survey.splits()) {
            splits.add(split.name() + " has "
                    + Values.counted(split.dataset().images().size(), "image") + " with "
                    + Values.counted(split.objects().size(), "object"));
        }
        int classes = survey.splits().get(0).dataset().categories().size();
        int suspicions = survey.suspicions().size();
        int leaks = survey.leaks().size();
        int others = survey.duplicates().size() - leaks;
        StringBuilder text = new StringBuilder(String.join(", ", splits))
                .append("; ")
                .append(classes == 1 ? "there is one class. " : "there are " + classes + " classes. ")
                .append(
                        suspicions == 0
                                ? "Boxes and classes look sound."
                                : Values.counted(suspicions, "thing")
                                        + (suspicions == 1 ? " looks like a mistake." : " look like mistakes."));
        if (leaks > 0) {
            text.append(' ')
                    .append(Values.counted(leaks, "picture"))
                    .append(leaks == 1 ? " is" : " are")
                    .append(" in more than one split.");
        }
        if (others > 0) {
            text.append(' ')
                    .append(Values.counted(others, "picture"))
                    .append(others == 1 ? " is" : " are")
                    .append(" there more than once in one split.");
        }
        return text.toString();
    }

    private String input() {
        InputConfig input = experiment.config().input();
        return input.height() + "x" + input.width() + " pixels ("
                + (input.tiling().isUsed()
                        ? "tiles of the pictures' own pixels"
                        : input.resize().name().toLowerCase(Locale.ROOT))
                + ")";
    }

    /** For a terminal; ends with a line break. */
    public String text() {
        SurveySections sections = new SurveySections(survey, input());
        return new SurveyText(report(
                        "",
                        List.of(
                                sections.duplicates(List.of()),
                                sections.counts(),
                                sections.sizes(),
                                sections.pictures(),
                                sections.problems())))
                .text();
    }

    /**
     * For a page, with sample images.
     *
     * @param command as it was typed
     * @param augmented whether images are also shown as training sees them
     * @throws UserInputException where the augmentation does not fit the data
     */
    public SurveyReport report(String command, boolean augmented) {
        SurveySections sections = new SurveySections(survey, input());
        SamplePictures pictures = new SamplePictures(survey.splits());
        List<SurveyReport.Section> all = new ArrayList<>(List.of(
                sections.duplicates(pictures.duplicates(survey.duplicates())),
                sections.counts(),
                sections.sizes(),
                sections.pictures(),
                SurveySections.shown(
                        "samples",
                        "Sample images",
                        List.of("Chosen so that each class is there, small and large objects, many and none."),
                        List.of(pictures.samples()))));
        if (augmented) {
            all.add(augmentation());
        }
        all.add(sections.problems());
        return report(command, all);
    }

    private SurveyReport.Section augmentation() {
        SplitSurvey train = survey.splits().get(0);
        TrainingData data = TrainingData.of(
                        train.dataset(), survey.splits().get(1).dataset(), PictureCache.ofMegabytes(0))
                .dividedBy(experiment.checked());
        AugmentedPictures pictures = new AugmentedPictures(experiment.checked(), data.train());
        List<ChosenImage> chosen = SamplePictures.chosen(train, true);
        PictureGroup group = pictures.of(chosen);
        String words = pictures.isPlain()
                ? "The config has no augmentation: every epoch sees each image as it is on the network's input."
                : "What the first " + AugmentedPictures.EPOCHS
                        + " epochs see of some images, with the objects that are left to be found: seed, epoch and image decide"
                        + " each draw.";
        return SurveySections.shown("augmentation", "As training sees them", List.of(words), List.of(group));
    }

    private SurveyReport report(String command, List<SurveyReport.Section> sections) {
        return new SurveyReport(
                experiment.name(),
                command,
                sentence(),
                experiment.loaded().tree().at("/data/type").asText() + " data, input " + input()
                        + (untested.isPresent() ? "; no test split" : ""),
                survey.suspicions().stream()
                        .map(suspicion -> new SurveyReport.Remark(
                                suspicion.where(),
                                suspicion.what(),
                                suspicion.hint(),
                                suspicion.examples().stream()
                                        .map(Evidence::text)
                                        .toList(),
                                suspicion.count()))
                        .toList(),
                sections,
                survey.splits().stream()
                        .flatMap(split -> split.dataset().summary().lines().limit(1))
                        .collect(Collectors.joining("; ", "", noTestSplit("; "))));
    }
}
