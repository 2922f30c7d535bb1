package org.fpn4j.data.radiograph;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.transform.SampleRandom;

/**
 * What one radiograph shows: its anatomy and its lesions, each where a lung is.
 *
 * @param lesions consolidations, then nodules
 */
record RadiographPlan(Anatomy anatomy, List<Lesion> lesions) {
    private static final int TRIES = 60; // for a place in the lungs; past them the lesion is left out
    private static final double NODULE_CONTRAST = 0.18;
    private static final double CONSOLIDATION_CONTRAST = 0.2;

    RadiographPlan {
        lesions = List.copyOf(lesions);
    }

    static RadiographPlan of(RadiographSettings settings, long seed, long index) {
        Anatomy anatomy = new Anatomy(SampleRandom.of(seed, "anatomy", index));
        SampleRandom random = SampleRandom.of(seed, "lesions", index);
        List<Lesion> lesions = new ArrayList<>();
        double side = Math.min(settings.width(), settings.height());
        int consolidations = random.below(settings.maxConsolidations() + 1);
        int nodules = random.below(settings.maxNodules() + 1);
        for (int i = 0; i < consolidations + nodules; i++) {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                double x = settings.width() * random.uniform(0.08, 0.92);
                double y = settings.height() * random.uniform(0.1, 0.85);
                Lesion lesion = i < consolidations
                        ? Lesion.consolidation(x, y, side, CONSOLIDATION_CONTRAST * settings.contrast(), random)
                        : Lesion.nodule(x, y, side, NODULE_CONTRAST * settings.contrast(), random);
                boolean free = lesions.stream().noneMatch(other -> other.overlaps(lesion, 2));
                if (free && liesInLungs(lesion, anatomy, settings)) {
                    lesions.add(lesion);
                    break;
                }
            }
        }
        return new RadiographPlan(anatomy, lesions);
    }

    /** At all four sides of its extent, or its contour could not be seen. */
    private static boolean liesInLungs(Lesion lesion, Anatomy anatomy, RadiographSettings settings) {
        Box box = lesion.extent();
        return isAir(box.centerX(), box.centerY(), anatomy, settings)
                && isAir(box.x1(), box.centerY(), anatomy, settings)
                && isAir(box.x2(), box.centerY(), anatomy, settings)
                && isAir(box.centerX(), box.y1(), anatomy, settings)
                && isAir(box.centerX(), box.y2(), anatomy, settings);
    }

    private static boolean isAir(double x, double y, Anatomy anatomy, RadiographSettings settings) {
        double u = x / settings.width();
        double v = y / settings.height();
        return anatomy.lungs(u, v) > 0.8 && anatomy.heart(u, v) < 0.2;
    }

    /** The heart, then the lesions; boxes are exact extents of the contours. */
    List<Annotation> annotations(RadiographSettings settings, long firstId) {
        List<Annotation> annotations = new ArrayList<>();
        Box heart = anatomy.heartBox(settings.width(), settings.height());
        annotations.add(annotation(firstId, RadiographClass.HEART.index(), heart, settings));
        for (Lesion lesion : lesions) {
            annotations.add(annotation(firstId + annotations.size(), lesion.label(), lesion.extent(), settings));
        }
        return annotations;
    }

    private static Annotation annotation(long id, int label, Box extent, RadiographSettings settings) {
        Box box = extent.clip(settings.width(), settings.height());
        return new Annotation(id, label, box, box.area(), ObjectKind.OBJECT);
    }
}
