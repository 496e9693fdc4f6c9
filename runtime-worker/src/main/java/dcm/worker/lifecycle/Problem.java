package dcm.worker.lifecycle;

/**
 * Why a worker does not process orders.
 *
 * @param reason a sentence for administrators; if the problem is permanent, it says what to do
 * @param isPermanent whether the problem lasts until an administrator acts; false: it may end without one
 */
public record Problem(String reason, boolean isPermanent) {
    public static Problem permanent(String reason) {
        return new Problem(reason, true);
    }

    public static Problem temporary(String reason) {
        return new Problem(reason, false);
    }
}
