package dcm.worker.doctor;

/** What a filesystem of the host contains. */
public enum DiskUse {
    HOMES("homes"),
    CONTAINERS("images and containers"),
    /** On the installation's own machine also the log and the databases, unless they were moved. */
    DATA("the data of DCM");

    private final String noun;

    DiskUse(String noun) {
        this.noun = noun;
    }

    String noun() {
        return noun;
    }
}
