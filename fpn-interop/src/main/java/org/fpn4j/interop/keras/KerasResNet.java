package org.fpn4j.interop.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * What a Keras ResNet asks of the backbone that takes its weights: convolutions with biases, a bottleneck's stride in its
 * first 1x1 convolution, batch norm.
 *
 * <p>The file's epsilon may be another than the backbone's: batch norm divides by {@code sqrt(variance + epsilon)}, so
 * variances are shifted by the difference, which is the same function.
 */
public final class KerasResNet {
    private static final String VARIANCE = "/moving_variance";

    private KerasResNet() {}

    /** What of a backbone does not suit, each as {@code key[value] must ...}; empty where all does. */
    public static List<String> misfits(TfjsModel model, ResNet.Config backbone) {
        List<String> misfits = new ArrayList<>();
        boolean biases = model.weights().tensors().keySet().stream()
                .anyMatch(name -> name.endsWith("conv1/bias") || name.endsWith("conv1_conv/bias"));
        if (biases && backbone.style() != ResNet.Style.KERAS) {
            misfits.add("backbone style[" + lower(backbone.style())
                    + "] must be keras: the file's convolutions have biases and its strides stand in 1x1 convolutions");
        }
        Set<String> strided = stridedWindows(model);
        if (!strided.isEmpty()) {
            misfits.add(
                    "layers" + strided + " of the file have the stride in a 3x3 convolution, as no Keras ResNet has");
        }
        if (epsilon(backbone.norm()) < 0) {
            misfits.add("backbone norm must be frozen_batch_norm or batch_norm, as the file's layers are");
        } else if (smallestShifted(model, epsilon(backbone.norm())) < 0) {
            misfits.add("backbone norm epsilon[" + epsilon(backbone.norm()) + "] must be smaller, the file's is "
                    + epsilons(model));
        }
        return misfits;
    }

    /** The weights for a backbone: the file's own, with variances for the backbone's epsilon. */
    public static Weights adapted(TfjsModel model, ResNet.Config backbone) {
        Map<String, Double> epsilons = epsilonByLayer(model);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        model.weights().tensors().forEach((name, tensor) -> {
            double shift = shift(epsilons, name, epsilon(backbone.norm()));
            tensors.put(name, shift == 0 ? tensor : shifted(tensor, shift));
        });
        return new Weights(tensors);
    }

    /** Epsilons of the file's batch norms. */
    public static Set<Double> epsilons(TfjsModel model) {
        return new TreeSet<>(epsilonByLayer(model).values());
    }

    /** Of a backbone's batch norm; negative where it has none. */
    public static double epsilon(NormConfig norm) {
        if (norm instanceof Norms.FrozenBatch frozen) {
            return frozen.epsilon();
        }
        return norm instanceof Norms.Batch batch ? batch.epsilon() : -1;
    }

    private static double smallestShifted(TfjsModel model, double epsilon) {
        Map<String, Double> epsilons = epsilonByLayer(model);
        double smallest = Double.MAX_VALUE;
        for (Map.Entry<String, NamedTensor> entry : model.weights().tensors().entrySet()) {
            double shift = shift(epsilons, entry.getKey(), epsilon);
            if (shift < 0) {
                for (float variance : entry.getValue().values()) {
                    smallest = Math.min(smallest, variance + shift);
                }
            }
        }
        return smallest;
    }

    private static double shift(Map<String, Double> epsilons, String name, double epsilon) {
        if (!name.endsWith(VARIANCE)) {
            return 0;
        }
        return epsilons.getOrDefault(name.substring(0, name.length() - VARIANCE.length()), epsilon) - epsilon;
    }

    private static NamedTensor shifted(NamedTensor variances, double shift) {
        float[] values = variances.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + shift);
        }
        return new NamedTensor(variances.shape(), values);
    }

    private static Map<String, Double> epsilonByLayer(TfjsModel model) {
        Map<String, Double> epsilons = new LinkedHashMap<>();
        for (TfjsModel.Layer layer : model.layers()) {
            if (layer.kind().equals("BatchNormalization")) {
                epsilons.put(layer.name(), layer.config().path("epsilon").asDouble(1e-3));
            }
        }
        return epsilons;
    }

    /** 3x3 convolutions that skip cells. */
    private static Set<String> stridedWindows(TfjsModel model) {
        Set<String> strided = new TreeSet<>();
        for (TfjsModel.Layer layer : model.layers()) {
            if (layer.kind().equals("Conv2D")
                    && layer.config().path("kernel_size").path(0).asInt() == 3
                    && layer.config().path("strides").path(0).asInt(1) != 1) {
                strided.add(layer.name());
            }
        }
        return strided;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
