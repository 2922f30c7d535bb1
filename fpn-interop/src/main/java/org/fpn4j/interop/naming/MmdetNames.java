package org.fpn4j.interop.naming;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of mmdetection's {@code RetinaNet}, {@code FCOS}, {@code FasterRCNN} and {@code MaskRCNN} with a {@code ResNet} and the neck {@code FPN} or {@code PAFPN},
 * of versions 1 to 3.
 *
 * <pre>
 * neck.lateral_convs.0.conv.*              neck.lateral.C3.*   (PAFPN: neck.fpn.lateral.C3.*)
 * neck.fpn_convs.0.conv.*                  neck.output.P3.*    (PAFPN: neck.fpn.output.P3.*)
 * neck.fpn_convs.3.conv.*                  extra_levels.p6.*   the ones behind the stages' own
 * neck.downsample_convs.0.conv.*           neck.down.P4.*
 * neck.pafpn_convs.0.conv.*                neck.output.P4.*
 * bbox_head.cls_convs.0.conv.*             head.cls_tower.0.*
 * bbox_head.retina_cls.* / conv_cls.*      head.cls_logits.*
 * bbox_head.retina_reg.* / conv_reg.*      head.box_deltas.*
 * bbox_head.conv_centerness.*              head.centerness.*
 * bbox_head.scales.0.scale                 head.scale.P3
 * </pre>
 *
 * <p>A norm stands beside its {@code conv} as {@code bn} or {@code gn} there and below it as {@code norm} here. The anchors
 * of a cell are ordered by ratio, then by size, in mmdetection's {@code AnchorGenerator} (its {@code scale_major} is true by
 * default) as in torchvision's and here, so predictors fit without sorting; files of {@code scale_major=False} would not.
 * Box deltas have standard deviation 1 on both sides.
 *
 * <p>Differs: decoding limits {@code dw, dh} from below too, at {@code -log(1000 / 16)}; here and in torchvision from above
 * only. With a {@code norm_cfg} the extra levels have norms there and none here. RetinaNet's extra levels stand on C5
 * without ReLU ({@code relu: false}), FCOS' on P5 with it; files whose towers have biases beside their norms need {@code
 * bias_with_norm: true}; centre-ness hangs on the classes' tower unless {@code
 * centerness_on_reg}. Models with {@code style='caffe'} take blue first, values up to 255 and no division by a standard
 * deviation, which are the experiment's {@code input} and {@code backbone.style: caffe}.
 */
public final class MmdetNames implements UnaryOperator<String> {
    private static final Pattern NECK = Pattern.compile(
            "neck\\.(lateral_convs|fpn_convs|downsample_convs|pafpn_convs)\\.(\\d{1,3})\\.(conv|bn|gn)\\.(\\w+)");
    private static final Pattern TOWER =
            Pattern.compile("bbox_head\\.(cls|reg)_convs\\.(\\d{1,3})\\.(conv|bn|gn)\\.(\\w+)");
    private static final Pattern PREDICTOR =
            Pattern.compile("bbox_head\\.(?:retina|fcos|conv)_(cls|reg|centerness)\\.(weight|bias)");
    private static final Pattern SCALE = Pattern.compile("bbox_head\\.scales\\.(\\d{1,3})\\.scale");
    private static final Pattern BACKBONE_GROUP_NORM = Pattern.compile("(backbone\\.(?:.+\\.)?)gn(\\d\\.\\w+)");

    private final List<String> laterals; // scopes of ours, finest level first
    private final List<String> outputs;
    private final List<String> extraLevels;
    private final List<String> downs;
    private final List<String> pathOutputs;
    private final List<String> scales;

    /** Names for the parameters of one detector. */
    public MmdetNames(List<Parameter> parameters) {
        downs = LevelScopes.of(parameters, "neck.down.P");
        String fpn = downs.isEmpty() ? "neck." : "neck.fpn.";
        laterals = LevelScopes.of(parameters, fpn + "lateral.C");
        outputs = LevelScopes.of(parameters, fpn + "output.P");
        pathOutputs = downs.isEmpty() ? List.of() : LevelScopes.of(parameters, "neck.output.P");
        extraLevels = LevelScopes.of(parameters, "extra_levels.p");
        scales = LevelScopes.of(parameters, "head.scale.P");
    }

    /** Our name of a tensor of theirs; their own name where there is none. */
    @Override
    public String apply(String name) {
        Matcher groupNorm = BACKBONE_GROUP_NORM.matcher(name);
        if (groupNorm.matches()) {
            return groupNorm.group(1) + "bn" + groupNorm.group(2);
        }
        return neck(name)
                .or(() -> tower(name))
                .or(() -> predictor(name))
                .or(() -> scale(name))
                .or(() -> MmdetRegionNames.of(name))
                .orElse(name);
    }

    private Optional<String> neck(String name) {
        Matcher matcher = NECK.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(matcher.group(2));
        Optional<String> scope =
                switch (matcher.group(1)) {
                    case "lateral_convs" -> at(laterals, index);
                    case "fpn_convs" -> index < laterals.size()
                            ? at(outputs, index)
                            : at(extraLevels, index - laterals.size());
                    case "downsample_convs" -> at(downs, index);
                    default -> at(pathOutputs, index);
                };
        return scope.map(found -> found + leaf(matcher.group(3), matcher.group(4)));
    }

    private static Optional<String> tower(String name) {
        Matcher matcher = TOWER.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String tower = matcher.group(1).equals("cls") ? "head.cls_tower." : "head.box_tower.";
        return Optional.of(tower + matcher.group(2) + leaf(matcher.group(3), matcher.group(4)));
    }

    private static Optional<String> predictor(String name) {
        Matcher matcher = PREDICTOR.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scope =
                switch (matcher.group(1)) {
                    case "cls" -> "head.cls_logits.";
                    case "reg" -> "head.box_deltas.";
                    default -> "head.centerness.";
                };
        return Optional.of(scope + matcher.group(2));
    }

    private Optional<String> scale(String name) {
        Matcher matcher = SCALE.matcher(name);
        return matcher.matches() ? at(scales, Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> at(List<String> scopes, int index) {
        return index < scopes.size() ? Optional.of(scopes.get(index)) : Optional.empty();
    }

    private static String leaf(String module, String leaf) {
        return (module.equals("conv") ? "." : ".norm.") + leaf;
    }
}
