package org.fpn4j.cuda.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.cuda.cudnn.NoCard.Ended;
import org.junit.jupiter.api.Test;

/** A machine without any of NVIDIA's libraries. */
class WithoutCudnnTest {
    @Test
    void nothingOfTheBindingsIsLoadedThatWouldNeedALibrary() {
        Ended ended = NoCard.runWithout(List.of("-Xlog:class+load"), CardQuestions.class, "nothing");

        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("convolutions\trefused: there is no cuDNN that could compute convolutions")
                .contains("org.fpn4j.cuda.ConvolutionKernels")
                .doesNotContain("org.bytedeco.cuda.global");
    }
}
