package dcm.contract.identity;

import org.jspecify.annotations.Nullable;

/**
 * Several equal containers in one request. Admission accepts all or none; each accepted container has its own outcome.
 *
 * @param count from 1 to {@value #MAX_COUNT}
 * @param namePattern the containers' names, with <code>{n}</code> in place of the number from 1 to {@code count}; null:
 *     DCM chooses
 */
public record Batch(int count, @Nullable String namePattern) {
    /** Limits the size of one transaction. Quotas are usually lower. */
    public static final int MAX_COUNT = 100;

    private static final String NUMBER = "{n}";

    public Batch {
        if (count < 1 || count > MAX_COUNT) {
            throw new InvalidValueException(
                    "count: A number of containers from 1 to " + MAX_COUNT + "; got " + count + ".");
        }
        if (namePattern != null) {
            if (namePattern.split("\\{n}", -1).length != 2) {
                throw new InvalidValueException("namePattern: A name that contains " + NUMBER
                        + " exactly once, such as node-{n}; got " + Printable.quoted(namePattern) + ".");
            }
            name(namePattern, count); // the longest name must be valid too
        }
    }

    /**
     * The name of the {@code n}th container, from 1.
     *
     * @throws IllegalStateException if there is no pattern
     */
    public ContainerName name(int n) {
        if (namePattern == null) {
            throw new IllegalStateException("no names were asked for");
        }
        return name(namePattern, n);
    }

    private static ContainerName name(String pattern, int n) {
        return new ContainerName(pattern.replace(NUMBER, Integer.toString(n)));
    }
}
