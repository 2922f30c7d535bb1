package org.fpn4j.onednn;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.dnnl.global.dnnl;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The contract with every layout that some CPU keeps maps in, whatever this one's is: convolutions choose their own, so
 * kernels meet maps in others. Blocks of eight are of CPUs that do not multiply bfloat16.
 */
class MapLayoutsTest {
    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    static boolean hasBfloat16() {
        return OneDnn.bfloat16Unavailable().isEmpty();
    }

    private static List<KernelProvider> providers(Precision precision, int tag) {
        return List.of(
                new OneDnnKernels(precision, Optional.empty(), OptionalInt.of(tag), OptionalInt.empty()),
                new Nd4jKernels());
    }

    /** As networks predict on some CPUs. */
    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasOneDnn")
    class ConvolutionsWithChannelsLast extends KernelContractTest {
        @Override
        protected List<KernelProvider> providers() {
            OptionalInt tag = OptionalInt.of(dnnl.dnnl_nhwc);
            return List.of(new OneDnnKernels(Precision.FLOAT32, Optional.empty(), tag, tag), new Nd4jKernels());
        }
    }

    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasOneDnn")
    class ChannelsLast extends KernelContractTest {
        @Override
        protected List<KernelProvider> providers() {
            return MapLayoutsTest.providers(Precision.FLOAT32, dnnl.dnnl_nhwc);
        }
    }

    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasOneDnn")
    class BlocksOfEight extends KernelContractTest {
        @Override
        protected List<KernelProvider> providers() {
            return MapLayoutsTest.providers(Precision.FLOAT32, dnnl.dnnl_nChw8c);
        }
    }

    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasOneDnn")
    class BlocksOfSixteen extends KernelContractTest {
        @Override
        protected List<KernelProvider> providers() {
            return MapLayoutsTest.providers(Precision.FLOAT32, dnnl.dnnl_nChw16c);
        }
    }

    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasBfloat16")
    class Bfloat16ChannelsLast extends OneDnnBfloat16ContractTest {
        @Override
        protected List<KernelProvider> providers() {
            return MapLayoutsTest.providers(Precision.BFLOAT16, dnnl.dnnl_nhwc);
        }
    }

    @Nested
    @EnabledIf("org.fpn4j.onednn.MapLayoutsTest#hasBfloat16")
    class Bfloat16InBlocksOfSixteen extends OneDnnBfloat16ContractTest {
        @Override
        protected List<KernelProvider> providers() {
            return MapLayoutsTest.providers(Precision.BFLOAT16, dnnl.dnnl_nChw16c);
        }
    }
}
