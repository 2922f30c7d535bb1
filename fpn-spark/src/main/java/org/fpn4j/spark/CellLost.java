package org.fpn4j.spark;

/** A try that came to nothing by no fault of the cell; another one may come further. Where it was thrown is of no interest. */
final class CellLost extends RuntimeException {
    CellLost(String message) {
        super(message, null, false, false);
    }
}
