package org.fpn4j.heads.centernet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.Choice;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.tower.TowerConfig;

/**
 * The CenterNet head: objects as peaks of heat maps, one map for each class. The defaults are those of Zhou et al., "Objects as
 * Points" (arXiv:1904.07850v2), which looks at a map of stride 4: a neck that begins at P2. The other way looks for objects on
 * all levels, by size, as the first stage of Zhou et al., "Probabilistic two-stage detection" (arXiv:2103.07461v1):
 *
 * <pre>
 * head:
 *   type: centernet
 *   levels: all
 *   tower: {convs: 4, norm: {type: group_norm}}
 *   predictor_kernel: 3
 *   prior: 0.01
 *   postprocess: {score_threshold: 0.05, candidates_per_level: 1000, nms_threshold: 0.6}
 * </pre>
 *
 * <p>Differs from CenterNet's code in the radius of the Gaussian, unless {@code finest.radius} is {@code authors}, and where the
 * centres of several objects lie in one cell: the smallest is learned, the first of equals, instead of the last; from
 * CenterNet2's in the share of positives in the loss of heat maps, which is not balanced here.
 *
 * @param numClasses classes
 * @param levels which levels objects are looked for on
 * @param tower before each predictor
 * @param predictorKernel side of the predictors' convolutions
 * @param prior score that every class starts with
 * @param finest what only {@code levels: finest} reads
 * @param all what only {@code levels: all} reads
 * @param heatMapLoss loss of the class logits
 * @param normalizer of the loss of heat maps; the others are divided by their cells
 * @param postprocess from scores to detections; peaks of the finest level suppress nothing, so it does not read {@code
 *     nms_threshold}
 */
@JsonTypeName("centernet")
@AutoService(HeadConfig.class)
public record CenterNetConfig(
        @Range(min = 1, max = 100000) int numClasses,
        CenterNetLevels levels,
        TowerConfig tower,
        @Choice({1, 3}) int predictorKernel,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double prior,
        FinestConfig finest,
        AllLevelsConfig all,
        HeatMapLossConfig heatMapLoss,
        NormalizerConfig normalizer,
        PostprocessConfig postprocess)
        implements HeadConfig {

    /** The settings of "Objects as Points". */
    public CenterNetConfig() {
        this(
                80,
                CenterNetLevels.FINEST,
                new TowerConfig(1, 0, new Norms.None(), false, Activation.RELU, true),
                1,
                0.1,
                new FinestConfig(),
                new AllLevelsConfig(),
                new HeatMapLossConfig(),
                new NormalizerConfig(NormalizerConfig.Kind.BATCH),
                new PostprocessConfig(0, 100, 0.6, 100));
    }

    public CenterNetConfig {
        requireNonNull(levels, "levels is null");
        requireNonNull(tower, "tower is null");
        requireNonNull(finest, "finest is null");
        requireNonNull(all, "all is null");
        requireNonNull(heatMapLoss, "heatMapLoss is null");
        requireNonNull(normalizer, "normalizer is null");
        requireNonNull(postprocess, "postprocess is null");
        FieldChecks.of(CenterNetConfig.class)
                .bounds("numClasses", numClasses)
                .bounds("predictorKernel", predictorKernel)
                .bounds("prior", prior)
                .done();
    }

    @Override
    public DetectionHead create(PyramidSpec pyramid) {
        return switch (levels) {
            case FINEST -> new FinestHead(this, pyramid);
            case ALL -> new AllLevelsHead(this, pyramid);
        };
    }

    /** The same with another {@code numClasses}. */
    public CenterNetConfig withNumClasses(int numClasses) {
        return RecordCopy.with(this, "numClasses", numClasses);
    }

    /** The same with another {@code levels}. */
    public CenterNetConfig withLevels(CenterNetLevels levels) {
        return RecordCopy.with(this, "levels", levels);
    }

    /** The same with another {@code tower}. */
    public CenterNetConfig withTower(TowerConfig tower) {
        return RecordCopy.with(this, "tower", tower);
    }

    /** The same with another {@code predictorKernel}. */
    public CenterNetConfig withPredictorKernel(int predictorKernel) {
        return RecordCopy.with(this, "predictorKernel", predictorKernel);
    }

    /** The same with another {@code prior}. */
    public CenterNetConfig withPrior(double prior) {
        return RecordCopy.with(this, "prior", prior);
    }

    /** The same with another {@code finest}. */
    public CenterNetConfig withFinest(FinestConfig finest) {
        return RecordCopy.with(this, "finest", finest);
    }

    /** The same with another {@code all}. */
    public CenterNetConfig withAll(AllLevelsConfig all) {
        return RecordCopy.with(this, "all", all);
    }

    /** The same with another {@code heatMapLoss}. */
    public CenterNetConfig withHeatMapLoss(HeatMapLossConfig heatMapLoss) {
        return RecordCopy.with(this, "heatMapLoss", heatMapLoss);
    }

    /** The same with another {@code normalizer}. */
    public CenterNetConfig withNormalizer(NormalizerConfig normalizer) {
        return RecordCopy.with(this, "normalizer", normalizer);
    }

    /** The same with another {@code postprocess}. */
    public CenterNetConfig withPostprocess(PostprocessConfig postprocess) {
        return RecordCopy.with(this, "postprocess", postprocess);
    }
}
