package dcm.shell.document;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The usage and limit of one resource.
 *
 * @param limit null: unlimited
 * @param from the origin of the limit
 * @param group the group whose limit applies; empty if it is not a group's
 */
public record LimitDocument(
        @Nullable BigDecimal used, @Nullable BigDecimal limit, String from, String group) {}
