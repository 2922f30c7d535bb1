package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;
import org.fpn4j.core.nd4j.NativeThreads;
import org.fpn4j.engine.answers.KnownAnswers;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.RefusedException;

/** The native library: whether it works here, and what the CPU offers it. It is asked once, when it is first needed. */
public final class OneDnn {
    private static final Optional<String> UNAVAILABLE = load().or(() -> wrongAnswers(Precision.FLOAT32));

    /** Asked by itself: whoever computes in {@code float32} need not wait for its answers. */
    private static final class Bfloat16 {
        static final Optional<String> UNAVAILABLE =
                OneDnn.UNAVAILABLE.or(OneDnn::withoutBfloat16).or(() -> wrongAnswers(Precision.BFLOAT16));
    }

    private OneDnn() {}

    private static Optional<String> load() {
        try {
            Loader.load(org.bytedeco.dnnl.global.dnnl.class);
            return Optional.empty();
        } catch (LinkageError e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of("oneDNN has no native library for " + Loader.getPlatform() + " on the class path ("
                    + message.lines().findFirst().orElse("").replaceFirst(" in java\\.library\\.path.*", "") + ")");
        }
    }

    private static Optional<String> wrongAnswers(Precision precision) {
        return wrongAnswers(precision, () -> new OneDnnKernels(precision));
    }

    private static Optional<String> wrongAnswers(Precision precision, Supplier<OneDnnKernels> made) {
        try (OneDnnKernels kernels = made.get()) {
            return NativeThreads.alone(() -> KnownAnswers.wrong(kernels, precision, kernels.mapFormats()))
                    .map(OneDnn::cannotBeTrusted);
        } catch (RuntimeException | LinkageError e) { // not even that, or there is no memory to compute in
            return Optional.of("oneDNN " + version() + " cannot compute here: " + e.getMessage());
        }
    }

    /** The sentence about a product that came out wrong. */
    static String cannotBeTrusted(String wrong) {
        return "oneDNN " + version() + " computes wrongly on this CPU ("
                + current().name() + "): " + wrong;
    }

    private static Optional<String> withoutBfloat16() {
        try (Engine engine = new Engine()) {
            return current().withoutBfloat16(Optional.of(new ConvolutionKernels(engine, dnnl_bf16).implementation()));
        } catch (RefusedException e) {
            return current().withoutBfloat16(Optional.empty());
        }
    }

    private static Optional<String> withoutInt8() {
        try (OneDnnKernels kernels = new OneDnnKernels(KnownAnswers.ranges())) {
            return kernels.hasQuantizedConvolutions()
                    ? Optional.empty()
                    : Optional.of("it needs kernels for whole numbers of eight bits; oneDNN " + version()
                            + " has none for " + current().name());
        }
    }

    private static Instructions current() {
        return new Instructions(Loader.getPlatform(), dnnl_get_effective_cpu_isa());
    }

    /** Why oneDNN cannot be used, in one sentence; empty where it can. */
    public static Optional<String> unavailable() {
        return UNAVAILABLE;
    }

    /** Why oneDNN cannot be used for {@code bfloat16}, in one sentence; empty where it can. */
    public static Optional<String> bfloat16Unavailable() {
        return Bfloat16.UNAVAILABLE;
    }

    /** Asked when it is first needed: what other types can do is known without it. */
    private static final class Int8 {
        static final Optional<String> UNAVAILABLE = OneDnn.unavailable()
                .or(OneDnn::withoutInt8)
                .or(() -> wrongAnswers(Precision.INT8, () -> new OneDnnKernels(KnownAnswers.ranges())));
    }

    /** Why oneDNN cannot be used for {@code int8}, in one sentence; empty where it can. */
    public static Optional<String> int8Unavailable() {
        return Int8.UNAVAILABLE;
    }

    /** Whether products of eight bits are added in 32, so that no sum overflows. */
    static boolean addsProductsWide() {
        return current().addsProductsWide();
    }

    /** As {@code 3.11.0}. */
    public static String version() {
        dnnl_version_t version = dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** The widest instructions that oneDNN uses on this CPU, and whether it has {@code bfloat16}. */
    public static String instructions() {
        return current().name() + (Bfloat16.UNAVAILABLE.isEmpty() ? ", multiplies bfloat16" : ", no bfloat16");
    }

    /**
     * Whether {@code float32} convolutions are fastest, forward and one after the other, on maps whose channels stand last. It
     * is a rule and no measurement, because the layout decides over the order of sums.
     */
    static boolean predictsWithChannelsLast() {
        return current().hasAvx512();
    }
}
