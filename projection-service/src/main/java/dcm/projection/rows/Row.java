package dcm.projection.rows;

/** A row that projections change. Rows are read in groups, such as the ports of a container. */
public interface Row {
    /** What the rows that are read together have in common. A table with one row per group has the same primary key. */
    String group();

    /** Identifies the row within its group; by default, a group has one row. */
    default Object key() {
        return group();
    }
}
