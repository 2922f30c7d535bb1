package org.fpn4j.training.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.tiling.TilePlace;
import org.fpn4j.data.tiling.TiledImage;

/**
 * What levels see of the tiles of an image, put together: cells are as large as a tile's, and where tiles overlap each is of the tile
 * in whose middle it lies most. A tile's own cells may lie between those of the image, whose value is that of the cell in which its
 * middle lies.
 *
 * @param seen of each tile
 */
record TileMaps(TiledImage image, List<LevelMaps.Seen> seen) {
    LevelMaps.Seen together() {
        Map<String, LevelMap> levels = new LinkedHashMap<>();
        seen.get(0).levels().keySet().forEach(level -> levels.put(level, together(level)));
        return new LevelMaps.Seen(
                new Box(0, 0, image.image().width(), image.image().height()), levels);
    }

    private LevelMap together(String level) {
        TilePlace first = image.places().get(0);
        LevelMap ofFirst = seen.get(0).levels().get(level);
        double cellHeight = (double) first.height() / ofFirst.height();
        double cellWidth = (double) first.width() / ofFirst.width();
        int height = (int) Math.ceil(image.image().height() / cellHeight);
        int width = (int) Math.ceil(image.image().width() / cellWidth);
        double[] means = new double[height * width];
        for (int row = 0; row < height; row++) {
            double y = Math.min((row + 0.5) * cellHeight, image.image().height() - 0.5);
            for (int column = 0; column < width; column++) {
                double x = Math.min((column + 0.5) * cellWidth, image.image().width() - 0.5);
                int tile = nearest(x, y);
                TilePlace place = image.places().get(tile);
                LevelMap map = seen.get(tile).levels().get(level);
                int ofRow = (int) Math.min(map.height() - 1, (y - place.y()) / cellHeight);
                int ofColumn = (int) Math.min(map.width() - 1, (x - place.x()) / cellWidth);
                means[row * width + column] = map.means()[ofRow * map.width() + ofColumn];
            }
        }
        return new LevelMap(height, width, means);
    }

    /** The tile with a point whose middle is nearest to it; the first of those that are as near. */
    private int nearest(double x, double y) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int tile = 0; tile < image.places().size(); tile++) {
            TilePlace place = image.places().get(tile);
            double across = Math.abs(x - place.x() - place.width() / 2.0) / place.width();
            double down = Math.abs(y - place.y() - place.height() / 2.0) / place.height();
            double distance = Math.max(across, down);
            if (distance < least) {
                least = distance;
                best = tile;
            }
        }
        return best;
    }
}
