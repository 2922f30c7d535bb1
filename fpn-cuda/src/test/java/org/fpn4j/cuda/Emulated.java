package org.fpn4j.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests of kernels that run on the CPU. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "org.fpn4j.cuda.emulation.EmulatedDevice#isThere",
        disabledReason = "there is no g++ that could compile the kernels for the CPU")
@interface Emulated {}
