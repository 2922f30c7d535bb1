package org.fpn4j.interop.torch;

/**
 * A value of a pickle that no tensor is made of: an object of a class that is not looked up, bytes, a set. All that is known
 * of it is what it says it is. Equal only to itself, so that one may be the key of a dictionary whatever it holds.
 */
final class Opaque {
    private final String what;

    /** @param what it is: {@code argparse.Namespace}, {@code bytes} */
    Opaque(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    /** A name within a sentence: {@code a value of [argparse.Namespace]}. */
    @Override
    public String toString() {
        return "a value of [" + what + "]";
    }
}
