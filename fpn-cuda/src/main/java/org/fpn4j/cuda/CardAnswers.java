package org.fpn4j.cuda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.engine.answers.KnownAnswers;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelOptions;

/** Whether a card computes rightly: asked when its kernels are first wanted, once in a process for each way of computing. */
final class CardAnswers {
    /** What kernels are made for; the number of the host's threads does not matter. */
    private static final Map<KernelOptions, Optional<String>> WRONG = new ConcurrentHashMap<>();

    private CardAnswers() {}

    /** What a card's kernels get wrong first; empty where everything is right. */
    static Optional<String> wrong(CudaKernels kernels, KernelOptions options) {
        List<Function<Shape, Format>> maps = List.of(shape -> Format.PLAIN, shape -> DeviceLayout.maps(kernels.type));
        return KnownAnswers.wrong(kernels, options.precision(), maps);
    }

    /**
     * Refuses a card that computes wrongly.
     *
     * @throws UserInputException where it does
     */
    static void require(CudaKernels kernels, KernelOptions options) {
        KernelOptions asked = new KernelOptions(
                options.precision(), 1, options.device(), options.tf32(), options.deterministic(), options.search());
        WRONG.computeIfAbsent(asked, key -> wrong(kernels, options)).ifPresent(wrong -> {
            throw new UserInputException(
                    "execution",
                    "card[" + kernels.memory().name() + "] computes wrongly: " + wrong,
                    "other kernels compute on the CPU");
        });
    }
}
