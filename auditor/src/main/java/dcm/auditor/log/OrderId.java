package dcm.auditor.log;

import dcm.contract.identity.ContainerId;

/** The identity of an order: orders of one container are numbered. */
public record OrderId(ContainerId container, int number) {
    @Override
    public String toString() {
        return "order/" + container + "/" + number;
    }
}
