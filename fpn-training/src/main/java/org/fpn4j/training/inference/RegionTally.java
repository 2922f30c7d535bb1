package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ProposedRegions;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.transform.Outline;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;

/** Counts the regions that a second stage looks at, image by image; of images in tiles, tile by tile. */
final class RegionTally implements Predictor.OutputListener {
    private final CocoParameters parameters = new CocoParameters();
    private final Dataset dataset;
    private final SampleTransform transform;
    private final Set<Long> seen = new HashSet<>();
    private RegionUse use; // null where no image had regions

    /**
     * Nothing yet.
     *
     * @param transform by which its pictures become inputs
     */
    RegionTally(Dataset dataset, SampleTransform transform) {
        this.dataset = dataset;
        this.transform = transform;
    }

    /** Images that fill up a batch were there before, and count once. */
    @Override
    public void heard(Sample sample, HeadGeometry geometry, RawOutputs outputs) {
        Optional<ProposedRegions> proposed = geometry.proposed(outputs);
        if (proposed.isPresent() && seen.add(sample.image().id())) {
            RegionUse ofImage = of(transform.outline(sample.image()), proposed.get());
            use = use == null ? nothing(proposed.get()).plus(ofImage) : use.plus(ofImage);
        }
    }

    /** What was counted; empty where the head has one stage. */
    Optional<RegionUse> use() {
        return Optional.ofNullable(use);
    }

    /** No image, but every class in the order of the data. */
    private RegionUse nothing(ProposedRegions proposed) {
        List<RegionUse.Objects> objects = new ArrayList<>();
        dataset.classNames().forEach(name -> List.of(SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
                .forEach(size -> objects.add(objects(name, size, 0, proposed, Optional.empty()))));
        return new RegionUse(0, zeros(proposed.levels()), proposed.pooling(), proposed.isFused(), objects);
    }

    private RegionUse of(Outline outline, ProposedRegions proposed) {
        Map<String, Long> proposals = zeros(proposed.levels());
        proposed.regions().forEach(region -> proposals.merge(region.proposedAt(), 1L, Long::sum));
        List<RegionUse.Objects> objects = new ArrayList<>();
        for (int i = 0; i < outline.annotations().size(); i++) {
            Annotation annotation = outline.annotations().get(i);
            objects.add(objects(
                    dataset.classNames().get(annotation.categoryIndex()),
                    parameters.sizeOf(annotation.area()),
                    1,
                    proposed,
                    reaching(outline.objects().boxes().get(i), proposed)));
        }
        return new RegionUse(1, proposals, proposed.pooling(), proposed.isFused(), objects);
    }

    private static RegionUse.Objects objects(
            String name, SizeClass size, int count, ProposedRegions proposed, Optional<ProposedRegions.Region> region) {
        Map<String, Long> proposedAt = zeros(proposed.levels());
        Map<String, Long> pooledFrom = zeros(proposed.pooling());
        region.ifPresent(reaching -> {
            proposedAt.merge(reaching.proposedAt(), 1L, Long::sum);
            reaching.pooledFrom().forEach(level -> pooledFrom.merge(level, 1L, Long::sum));
        });
        return new RegionUse.Objects(name, size, count, proposedAt, pooledFrom);
    }

    private static Optional<ProposedRegions.Region> reaching(Box object, ProposedRegions proposed) {
        ProposedRegions.Region best = null;
        float largest = 0;
        for (ProposedRegions.Region region : proposed.regions()) {
            float iou = object.iou(region.box());
            if (iou >= (float) RegionUse.IOU && iou > largest) {
                largest = iou;
                best = region;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Map<String, Long> zeros(List<String> levels) {
        Map<String, Long> zeros = new LinkedHashMap<>();
        levels.forEach(level -> zeros.put(level, 0L));
        return zeros;
    }
}
