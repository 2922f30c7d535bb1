package org.fpn4j.evaluation.tide;

/** The kinds of mistakes, in the order in which a detection is asked for them. */
public enum ErrorKind {
    LOC("Loc", "boxes of the right class that overlap their object too little"),
    CLS("Cls", "boxes on an object of another class"),
    DUPE("Dupe", "further boxes on found objects"),
    BKG("Bkg", "boxes on background"),
    BOTH("Both", "boxes that overlap an object of another class too little"),
    MISS("Miss", "objects that no box of the other kinds is for");

    private final String title;
    private final String meaning;

    ErrorKind(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /** As tidecv calls it. */
    public String title() {
        return title;
    }

    /** What is wrong. */
    public String meaning() {
        return meaning;
    }
}
