package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("hasOneDnn")
class KnownAnswersTest {
    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    /** A library that is right but for what a test makes wrong. */
    private static class Library implements KnownAnswers.Library {
        private final Products products;

        Library(Products products) {
            this.products = products;
        }

        @Override
        public float dot(float[] a, float[] b) {
            return products.dot(a, b);
        }

        @Override
        public float[] rowSums(float[] table, int rows) {
            return products.rowSums(table, rows);
        }

        @Override
        public float[] convolution(float[] image, float[] kernel) {
            return products.convolution(image, kernel);
        }
    }

    @Test
    void oneDnnKnowsTheAnswers() {
        try (Products products = new Products(dnnl.dnnl_f32)) {
            assertThat(KnownAnswers.wrong(products)).isEmpty();
        }
    }

    @Test
    @EnabledIf("org.fpn4j.onednn.OneDnnBfloat16ContractTest#hasBfloat16")
    void oneDnnKnowsTheAnswersInBfloat16() {
        try (Products products = new Products(dnnl.dnnl_bf16)) {
            assertThat(KnownAnswers.wrong(products)).isEmpty();
        }
    }

    @Test
    void aDotProductThatLeavesOutARestIsFound() {
        try (Products products = new Products(dnnl.dnnl_f32)) {
            Library wrong = new Library(products) {
                @Override
                public float dot(float[] a, float[] b) {
                    int whole = a.length >= 64 ? a.length / 64 * 64 : a.length;
                    return super.dot(Arrays.copyOf(a, whole), Arrays.copyOf(b, whole));
                }
            };

            assertThat(KnownAnswers.wrong(wrong)).hasValue("a dot product of 100 values gives 190.0 for 298.0");
        }
    }

    @Test
    void aSumThatIsWrongInItsLastRowIsFound() {
        try (Products products = new Products(dnnl.dnnl_f32)) {
            Library wrong = new Library(products) {
                @Override
                public float[] rowSums(float[] table, int rows) {
                    float[] sums = super.rowSums(table, rows);
                    sums[rows - 1]++;
                    return sums;
                }
            };

            assertThat(KnownAnswers.wrong(wrong)).hasValue("a sum of 37 values gives 92.0 for 91.0");
        }
    }

    @Test
    void aConvolutionThatIsWrongInOneCellIsFound() {
        try (Products products = new Products(dnnl.dnnl_f32)) {
            Library wrong = new Library(products) {
                @Override
                public float[] convolution(float[] image, float[] kernel) {
                    float[] map = super.convolution(image, kernel);
                    map[0] = Float.NaN;
                    return map;
                }
            };

            assertThat(KnownAnswers.wrong(wrong))
                    .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("a convolution gives NaN for "));
        }
    }
}
