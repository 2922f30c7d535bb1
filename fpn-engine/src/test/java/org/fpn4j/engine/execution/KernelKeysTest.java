package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.nd4j.Nd4jLibrary;
import org.junit.jupiter.api.Test;

/** Keys that only some libraries read: who is chosen for them, and what is said where nobody is. */
class KernelKeysTest {
    private static final KernelOptions TF32 = new KernelOptions(Precision.FLOAT32, 1, 0, true, true, false);

    /** A library that reads all keys, on a number of devices. */
    private record Card(int rank, int devices, Optional<String> unavailable, List<KernelOptions> made)
            implements KernelLibrary {
        Card(int rank, int devices) {
            this(rank, devices, Optional.empty(), new ArrayList<>());
        }

        @Override
        public String name() {
            return "card";
        }

        @Override
        public String title() {
            return "a card";
        }

        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public Set<Precision> precisions() {
            return Set.of(Precision.FLOAT32);
        }

        @Override
        public Set<KernelKey> keys() {
            return EnumSet.allOf(KernelKey.class);
        }

        @Override
        public Optional<String> unavailable(Precision precision) {
            return unavailable;
        }

        @Override
        public String description() {
            return "a card";
        }

        @Override
        public KernelProvider create(KernelOptions options) {
            made.add(options);
            return new Nd4jKernels();
        }
    }

    private static KernelLibraries with(KernelLibrary... others) {
        List<KernelLibrary> all = new ArrayList<>(List.of(others));
        all.add(new Nd4jLibrary());
        return new KernelLibraries(all);
    }

    private static KernelOptions onDevice(int device) {
        return new KernelOptions(Precision.FLOAT32, 1, device, false, true, false);
    }

    @Test
    void whatIsAskedForIsWhatIsNotAsUsual() {
        assertThat(KernelOptions.of(Precision.BFLOAT16, 7).asked()).isEmpty();
        assertThat(TF32.asked()).containsExactly(KernelKey.TF32);
        assertThat(new KernelOptions(Precision.FLOAT32, 1, 3, true, false, true).asked())
                .containsExactly(KernelKey.values());
    }

    @Test
    void autoTakesTheBestThatReadsWhatIsAskedFor() {
        KernelLibraries libraries = with(new Card(-1, 1)); // nd4j is better

        assertThat(libraries
                        .choose("auto", KernelOptions.of(Precision.FLOAT32, 1))
                        .name())
                .isEqualTo("nd4j");
        assertThat(libraries.choose("auto", TF32).name()).isEqualTo("card");
    }

    @Test
    void aKeyThatNobodyReadsIsRefused() {
        assertThatThrownBy(() -> with().choose("auto", TF32))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: tf32[true] is read by no library here\n    use tf32: false");
    }

    @Test
    void everyKeyThatTheNamedLibraryDoesNotReadIsRefused() {
        KernelOptions all = new KernelOptions(Precision.FLOAT32, 1, 1, true, false, true);

        assertThatThrownBy(() -> with(new Card(10, 2)).choose("nd4j", all))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        execution: device[1] is read by none of kernels[nd4j]
                            use device: 0
                        execution: tf32[true] is read by none of kernels[nd4j]
                            use tf32: false
                        execution: deterministic[false] is read by none of kernels[nd4j]
                            use deterministic: true
                        execution: search[true] is read by none of kernels[nd4j]
                            use search: false""");
    }

    @Test
    void whereTheReaderDoesNotWorkTheReasonIsTold() {
        Card broken = new Card(10, 1, Optional.of("there is no driver"), List.of());

        assertThatThrownBy(() -> with(broken).choose("auto", TF32))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: tf32[true] needs a card, and there is no driver\n    with tf32: false others "
                        + "can compute");
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        assertThat(with(new Card(10, 2)).choose("auto", onDevice(1)).name()).isEqualTo("card");
        assertThatThrownBy(() -> with(new Card(10, 2)).choose("auto", onDevice(2)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: device[2] is not there: kernels[card] find 2 devices\n    must be 0 to 1");
        assertThatThrownBy(() -> with(new Card(10, 1)).choose("card", onDevice(1)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: device[1] is not there: kernels[card] find 1 device\n    must be 0");
    }

    @Test
    void aPrecisionThatNoReaderHasIsToldWithTheKey() {
        KernelOptions both = new KernelOptions(Precision.BFLOAT16, 1, 0, true, true, false);

        assertThatThrownBy(() -> with(new Card(10, 1)).choose("card", both))
                .isInstanceOf(UserInputException.class)
                .hasMessage("execution: dtype[bfloat16] is none that kernels[card] compute in with tf32[true]\n"
                        + "    use float32");
    }

    @Test
    void theLibraryHearsWhatIsAskedForAndTheOneBehindItDoesNot() {
        Card card = new Card(10, 2);
        KernelOptions options = new KernelOptions(Precision.FLOAT32, 1, 1, true, false, true);

        List<KernelProvider> providers =
                with(card).executor("auto", options).providers().apply(Purpose.TRAINING);

        assertThat(card.made()).containsExactly(options);
        assertThat(providers).hasSize(2);
        providers.forEach(KernelProvider::close);
    }
}
