package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.interop.pretrained.ResNetClassifier;

/**
 * A classifier at work on photographs: the middle of the picture, 7/8 of its shorter side, at 224x224, as ImageNet's
 * networks are evaluated. Not thread-safe.
 */
public final class Classification implements AutoCloseable {
    private static final int SIZE = 224;

    private final ResNetClassifier classifier;
    private final Network network;
    private final SampleTransform transform;

    /** One class and its probability. */
    public record Guess(int label, double probability) {}

    /** A classifier at work on one picture after the other. */
    public Classification(ResNetClassifier classifier, NormalizationConfig normalization, Executor executor) {
        this.classifier = classifier;
        this.network = executor.compile(classifier.network(SIZE), Purpose.INFERENCE, classifier.weights());
        this.transform = SampleTransform.plain(new InputSize(SIZE, SIZE), ResizeMode.STRETCH, normalization);
    }

    /** The most probable classes, best first. */
    public List<Guess> classify(ImageEntry image, int wanted) {
        Picture middle = middle(image.source().read());
        ImageEntry cut = new ImageEntry(
                image.id(), image.fileName(), image.source(), middle.width(), middle.height(), List.of());
        float[] pixels = transform.apply(cut, middle, 0).pixels();
        float[] features = network.forward(Map.of(ResNetClassifier.IMAGE, pixels), List.of(ResNetClassifier.FEATURES))
                .get(ResNetClassifier.FEATURES);
        double[] probabilities = classifier.probabilities(features);
        List<Guess> guesses = new ArrayList<>(IntStream.range(0, probabilities.length)
                .mapToObj(label -> new Guess(label, probabilities[label]))
                .toList());
        guesses.sort(Comparator.comparingDouble(Guess::probability).reversed());
        return List.copyOf(guesses.subList(0, Math.min(wanted, guesses.size())));
    }

    private static Picture middle(Picture picture) {
        int side = Math.max(1, Math.min(picture.width(), picture.height()) * 7 / 8);
        int left = (picture.width() - side) / 2;
        int top = (picture.height() - side) / 2;
        float[] planes = new float[picture.channels() * side * side];
        for (int channel = 0; channel < picture.channels(); channel++) {
            for (int y = 0; y < side; y++) {
                int from = (channel * picture.height() + top + y) * picture.width() + left;
                System.arraycopy(picture.planes(), from, planes, (channel * side + y) * side, side);
            }
        }
        return new Picture(side, side, picture.channels(), planes);
    }

    @Override
    public void close() {
        network.close();
    }
}
