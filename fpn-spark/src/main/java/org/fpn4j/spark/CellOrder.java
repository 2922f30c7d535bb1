package org.fpn4j.spark;

import java.io.Serializable;

/**
 * One cell to be trained, as the command line wrote it; what stands in it is the command line's alone.
 *
 * @param name of the cell's directory below the ablation's
 * @param folder of the driver that relative paths of the config start from
 */
record CellOrder(String name, String content, String folder) implements Serializable {}
