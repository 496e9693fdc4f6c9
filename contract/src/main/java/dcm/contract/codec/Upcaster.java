package dcm.contract.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts the payload of version N of a type to version N+1. */
@FunctionalInterface
public interface Upcaster {
    ObjectNode upcast(ObjectNode older);
}
