package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedConvolutions;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.contract.Samples;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Test;

/** Which steps stay on the device: each that does not costs a copy to the host and back. */
@Emulated
class TakenStepsTest {
    /** Steps that the device has a kernel for, whatever their shapes. */
    private static final Set<String> TAKEN = Set.of(
            "batch norm",
            "batch norm backward",
            "batch_norm",
            "batch_norm_backward",
            "binary_cross_entropy",
            "cells to maps",
            "concat",
            "concat_backward",
            "decode_deltas",
            "decode_deltas_backward",
            "depth_to_space",
            "depth_to_space_backward",
            "depthwise convolution",
            "depthwise convolution + bias",
            "distances_to_boxes",
            "distances_to_boxes_backward",
            "exp",
            "exp_backward",
            "focal_loss",
            "fold norm",
            "fold norm backward",
            "gaussian_focal_loss",
            "global_average_pool",
            "global_average_pool_backward",
            "group_norm",
            "group_norm_backward",
            "hard_sigmoid",
            "hard_sigmoid_backward",
            "hard_swish",
            "hard_swish_backward",
            "iou_loss",
            "leaky_relu",
            "leaky_relu_backward",
            "map_to_cells",
            "map_to_cells_backward",
            "maps to cells",
            "maps_to_rows",
            "maps_to_rows_backward",
            "max_pool",
            "max_pool_backward",
            "maximum",
            "maximum_backward",
            "multiply",
            "normalize_channels",
            "normalize_channels_backward",
            "relu",
            "relu6",
            "relu6_backward",
            "relu_backward",
            "resize_nearest",
            "resize_nearest_backward",
            "roi_align",
            "roi_align_backward",
            "scale_by_parameter",
            "scale_by_parameter_backward",
            "scale_channels",
            "scale_channels_backward",
            "sigmoid",
            "sigmoid_backward",
            "slice",
            "slice_backward",
            "smooth_l1_loss",
            "softmax_cross_entropy",
            "space_to_depth",
            "space_to_depth_backward",
            "sum",
            "swish",
            "swish_backward",
            "take_class",
            "take_class_backward",
            "update running statistics",
            "weighted_fusion",
            "weighted_fusion_backward");

    private static CudaKernels withoutCudnn() {
        return new CudaKernels(EmulatedDevice.memory(), ElementType.BFLOAT16);
    }

    private static CudaKernels withConvolutions() {
        return new CudaKernels(EmulatedDevice.memory(), ElementType.BFLOAT16, new EmulatedConvolutions(true));
    }

    private static List<PlanDescription.Row> rows(Sample sample, Supplier<CudaKernels> kernels) {
        PlanExecutor executor = new PlanExecutor("tested", () -> List.of(kernels.get(), new Nd4jKernels()));
        List<PlanDescription.Row> rows = new ArrayList<>();
        try (NetworkPlan training = executor.plan(sample.definition(), Purpose.TRAINING);
                NetworkPlan prediction = executor.plan(sample.definition(), Purpose.INFERENCE)) {
            rows.addAll(training.describeGradients().everyRun());
            if (sample.predicts()) {
                rows.addAll(prediction.describe(prediction.outputs().keySet()).everyRun());
            }
        }
        return rows;
    }

    @Test
    void noSampleAndNoModelLeavesTheDeviceForThem() {
        Set<String> left = new TreeSet<>();
        Set<String> taken = new TreeSet<>();

        Stream.concat(Samples.all(), WholeModelTest.trained())
                .flatMap(sample -> rows(sample, TakenStepsTest::withoutCudnn).stream())
                .forEach(row -> (row.provider().equals("cuda") ? taken : left).add(row.label()));

        assertThat(left).doesNotContainAnyElementsOf(TAKEN);
        assertThat(taken).containsAll(TAKEN);
    }

    @Test
    void whereConvolutionsAreComputedOperationsFromOutsideAndDecisionsAloneLeaveTheDevice() {
        Set<String> left = new TreeSet<>();

        Stream.concat(Samples.all(), WholeModelTest.trained())
                .flatMap(sample -> rows(sample, TakenStepsTest::withConvolutions).stream())
                .filter(row -> !row.provider().equals("cuda"))
                .forEach(row -> left.add(row.label()));

        assertThat(left)
                .containsExactlyInAnyOrder(
                        "context_gate", // from outside: the device knows nothing of it
                        "context_gate_backward",
                        "class_targets", // decisions: Java code on arrays of the heap, whoever wrote them
                        "descending_values",
                        "hard_negatives",
                        "mask_targets",
                        "positive_regions",
                        "proposals",
                        "region_targets",
                        "table_column",
                        "yolox_targets",
                        "copy emulated device to host",
                        "copy host to emulated device");
    }
}
