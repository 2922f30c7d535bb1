package org.fpn4j.data.transform;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;

/**
 * Which pictures share a sample, and where each lies. Four around a point are a mosaic (Bochkovskiy et al., YOLOv4,
 * arXiv:2004.10934v1, section 3.3), two over each other a mix-up (Zhang et al., arXiv:1710.09412v2; on detectors Zhang et al.,
 * arXiv:1902.04103v3, section 3.1), as YOLOX has both. Everything is drawn by seed, epoch and the image's id.
 *
 * <p>Differs from YOLOX: a mosaic is made on the input itself, around a point of its middle half, all pictures with one zoom of
 * the augmentation's range; pictures are turned each by itself where a transform does so, and it lies below or above another picture in
 * any size of it.
 */
final class TileDrawing {
    private static final int PARTNERS = 3;

    private final InputSize input;
    private final Fit fit;
    private final AugmentationConfig augmentation;
    private final DrawnTransforms transforms;
    private final long seed;

    TileDrawing(InputSize input, Fit fit, AugmentationConfig augmentation, DrawnTransforms transforms, long seed) {
        this.input = input;
        this.fit = fit;
        this.augmentation = augmentation;
        this.transforms = transforms;
        this.seed = seed;
    }

    /**
     * Sheets of tiles, which are seen through each other; the first tile of the first is the image's own.
     *
     * @param all images that others are drawn of
     */
    List<List<Tile>> sheets(ImageEntry image, List<ImageEntry> all, long epoch) {
        if (augmentation.mosaic() == 0 && augmentation.mixUp() == 0) {
            return List.of(List.of(whole(image, epoch)));
        }
        // all numbers are drawn whatever the settings, so that switching one off leaves the other
        SampleRandom random = SampleRandom.of(seed, "shared sample", epoch, image.id());
        boolean mosaic = random.chance(augmentation.mosaic());
        boolean mixUp = random.chance(augmentation.mixUp());
        List<ImageEntry> partners = new ArrayList<>(List.of(image));
        for (int i = 0; i < PARTNERS; i++) {
            partners.add(all.get(random.below(all.size())));
        }
        ImageEntry other = all.get(random.below(all.size()));
        List<List<Tile>> sheets = new ArrayList<>();
        sheets.add(mosaic ? mosaic(partners, random, epoch) : List.of(whole(image, epoch)));
        if (mixUp) {
            sheets.add(List.of(augmented(other, Draws.of(seed, "mix-up", epoch, image.id()))));
        }
        return List.copyOf(sheets);
    }

    /** The image alone. */
    Tile whole(ImageEntry image, long epoch) {
        return augmented(image, Draws.of(seed, "augmentation", epoch, image.id()));
    }

    private Tile augmented(ImageEntry image, Draws draws) {
        SampleRandom random = draws.shared();
        Placement placement = augmentation.equals(AugmentationConfig.NONE)
                ? Placement.fitted(image.width(), image.height(), input, fit)
                : Placement.augmented(image.width(), image.height(), input, fit, augmentation, random);
        Box whole = new Box(0, 0, input.width(), input.height());
        return Tile.of(image, placement, whole, random, draws, transforms);
    }

    /** The image's own at the top left of the point, the others right of it, below it, and across. */
    private List<Tile> mosaic(List<ImageEntry> images, SampleRandom random, long epoch) {
        int across = (int) (input.width() * random.uniform(0.25, 0.75));
        int down = (int) (input.height() * random.uniform(0.25, 0.75));
        double zoom = StrictMath.exp(
                random.uniform(StrictMath.log(augmentation.scaleMin()), StrictMath.log(augmentation.scaleMax())));
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            ImageEntry image = images.get(i);
            Draws draws = Draws.of(seed, "mosaic", epoch, images.get(0).id(), i);
            SampleRandom own = draws.shared();
            boolean mirrored = own.chance(augmentation.horizontalFlip());
            boolean isLeft = i % 2 == 0;
            boolean isTop = i < 2;
            Placement placement = Placement.zoomed(image.width(), image.height(), input, fit, zoom, mirrored);
            int left = isLeft ? across - placement.width() : across;
            int top = isTop ? down - placement.height() : down;
            Box part = new Box(
                    isLeft ? 0 : across,
                    isTop ? 0 : down,
                    isLeft ? across : input.width(),
                    isTop ? down : input.height());
            tiles.add(Tile.of(image, placement.at(left, top), part, own, draws, transforms));
        }
        return List.copyOf(tiles);
    }
}
