package org.fpn4j.experiments.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.survey.ChosenImage;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.report.PictureGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentedPicturesTest {
    private static final String MIXED =
            "augmentation={horizontal_flip: 0.5, scale_min: 0.8, scale_max: 1.25, mosaic: 0.7, mix_up: 0.5}";

    @TempDir
    private Path directory;

    @Test
    void drawsAreThoseOfTheLoader() {
        Experiment experiment = TinyExperiment.load(directory, MIXED);
        Dataset train = TinyExperiment.data(experiment).train();
        SampleTransform transform = experiment.checked().trainingTransform(train.categories());
        AugmentedPictures pictures = new AugmentedPictures(experiment.checked(), train);
        int images = train.images().size();

        try (SampleLoader<Integer> loader = new SampleLoader<>(
                train,
                EpochOrder.shuffled(images, 0),
                images,
                transform,
                sample -> 0,
                new LoaderOptions(),
                PictureCache.ofMegabytes(1))) {
            for (int epoch = 0; epoch < 2; epoch++) {
                Batch<Integer> batch = loader.next();
                for (Sample loaded : batch.samples()) {
                    Sample shown = pictures.sample(transform, loaded.image(), epoch);
                    assertThat(shown.pixels()).isEqualTo(loaded.pixels());
                    assertThat(shown.objects().boxes())
                            .isEqualTo(loaded.objects().boxes());
                    assertThat(shown.objects().labels())
                            .isEqualTo(loaded.objects().labels());
                }
            }
        }
    }

    @Test
    void anImageHasARowOfEpochs() {
        Experiment experiment = TinyExperiment.load(directory, MIXED);
        Dataset train = TinyExperiment.data(experiment).train();
        List<ChosenImage> chosen = List.of(new ChosenImage(train.images().get(0), List.of("the first")));

        PictureGroup group = new AugmentedPictures(experiment.checked(), train).of(chosen);

        assertThat(group.examples()).hasSize(1);
        assertThat(group.examples().get(0).caption())
                .isEqualTo(train.images().get(0).fileName());
        assertThat(group.examples().get(0).pictures())
                .extracting(picture -> picture.name().replaceAll(": \\d+ objects?", ""))
                .containsExactly("as it is", "epoch 0", "epoch 1", "epoch 2", "epoch 3");
    }

    @Test
    void withoutAugmentationThereIsOnePicture() {
        Experiment experiment = TinyExperiment.load(
                directory,
                "augmentation={horizontal_flip: 0, scale_min: 1, scale_max: 1, brightness: 0, contrast: 0, min_visible: 0}");
        Dataset train = TinyExperiment.data(experiment).train();
        AugmentedPictures pictures = new AugmentedPictures(experiment.checked(), train);

        PictureGroup group = pictures.of(List.of(new ChosenImage(train.images().get(0), List.of("the first"))));

        assertThat(pictures.isPlain()).isTrue();
        assertThat(group.examples().get(0).pictures()).hasSize(1);
    }
}
