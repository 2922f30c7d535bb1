package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.radiograph.RadiographsConfig;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.training.tracking.TrackerConfig;

/**
 * A whole experiment: the root of the YAML files in {@code configs/models}.
 *
 * @param name of the experiment; empty: the file's name
 * @param seed of everything random
 * @param input of the network
 * @param backbone images to stages
 * @param neck stages to pyramid
 * @param extraLevels above the neck's coarsest level
 * @param head pyramid to objects
 * @param pretrained weights that training starts from
 * @param data images and their objects
 * @param fold which part of the training split is validated, in cross-validation
 * @param augmentation of training images
 * @param training how it is trained
 * @param execution who computes
 * @param trackers who else shows how a training goes on
 */
public record ExperimentConfig(
        @NotDecisive String name,
        @Range(min = -Range.EXACT, max = Range.EXACT) long seed,
        InputConfig input,
        BackboneConfig backbone,
        NeckConfig neck,
        ExtraLevelsConfig extraLevels,
        HeadConfig head,
        PretrainedConfig pretrained,
        DatasetConfig data,
        FoldConfig fold,
        AugmentationConfig augmentation,
        TrainingConfig training,
        ExecutionConfig execution,
        @NotDecisive @Count(max = 10) List<TrackerConfig> trackers) {
    /** The defaults. */
    public ExperimentConfig() {
        this(
                "",
                0,
                new InputConfig(),
                new ResNet.Config(),
                new Fpn.Config(),
                new ExtraLevels.LastLevelP6P7(),
                new RetinaConfig(),
                new PretrainedConfig(),
                new RadiographsConfig(),
                new FoldConfig(),
                new AugmentationConfig(),
                new TrainingConfig(),
                new ExecutionConfig(),
                List.of());
    }

    public ExperimentConfig {
        requireNonNull(name, "name is null");
        requireNonNull(input, "input is null");
        requireNonNull(pretrained, "pretrained is null");
        requireNonNull(data, "data is null");
        requireNonNull(fold, "fold is null");
        requireNonNull(augmentation, "augmentation is null");
        requireNonNull(training, "training is null");
        requireNonNull(execution, "execution is null");
        trackers = List.copyOf(trackers);
        FieldChecks.of(ExperimentConfig.class)
                .require(name.isEmpty() || RunName.fits(name), "name", name, RunName.EXPECTATION)
                .bounds("seed", seed)
                .bounds("trackers", trackers)
                .require(
                        new HashSet<>(trackers).size() == trackers.size(),
                        "trackers",
                        trackers.size(),
                        "must differ from each other: two that are equal would show everything twice")
                .done();
    }

    /** The blocks of the detector. */
    public DetectorConfig detector() {
        return new DetectorConfig(backbone, neck, extraLevels, head);
    }

    /** The same with another {@code name}. */
    public ExperimentConfig withName(String name) {
        return RecordCopy.with(this, "name", name);
    }

    /** The same with another {@code seed}. */
    public ExperimentConfig withSeed(long seed) {
        return RecordCopy.with(this, "seed", seed);
    }

    /** The same with another {@code input}. */
    public ExperimentConfig withInput(InputConfig input) {
        return RecordCopy.with(this, "input", input);
    }

    /** The same with another {@code backbone}. */
    public ExperimentConfig withBackbone(BackboneConfig backbone) {
        return RecordCopy.with(this, "backbone", backbone);
    }

    /** The same with another {@code neck}. */
    public ExperimentConfig withNeck(NeckConfig neck) {
        return RecordCopy.with(this, "neck", neck);
    }

    /** The same with another {@code extraLevels}. */
    public ExperimentConfig withExtraLevels(ExtraLevelsConfig extraLevels) {
        return RecordCopy.with(this, "extraLevels", extraLevels);
    }

    /** The same with another {@code head}. */
    public ExperimentConfig withHead(HeadConfig head) {
        return RecordCopy.with(this, "head", head);
    }

    /** The same with another {@code pretrained}. */
    public ExperimentConfig withPretrained(PretrainedConfig pretrained) {
        return RecordCopy.with(this, "pretrained", pretrained);
    }

    /** The same with another {@code data}. */
    public ExperimentConfig withData(DatasetConfig data) {
        return RecordCopy.with(this, "data", data);
    }

    /** The same with another {@code fold}. */
    public ExperimentConfig withFold(FoldConfig fold) {
        return RecordCopy.with(this, "fold", fold);
    }

    /** The same with another {@code augmentation}. */
    public ExperimentConfig withAugmentation(AugmentationConfig augmentation) {
        return RecordCopy.with(this, "augmentation", augmentation);
    }

    /** The same with another {@code training}. */
    public ExperimentConfig withTraining(TrainingConfig training) {
        return RecordCopy.with(this, "training", training);
    }

    /** The same with another {@code execution}. */
    public ExperimentConfig withExecution(ExecutionConfig execution) {
        return RecordCopy.with(this, "execution", execution);
    }

    /** The same with other {@code trackers}. */
    public ExperimentConfig withTrackers(List<TrackerConfig> others) {
        return RecordCopy.with(this, "trackers", others);
    }
}
