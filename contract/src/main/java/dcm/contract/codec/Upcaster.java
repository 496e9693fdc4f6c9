package dcm.contract.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns the payload of version N of a type into that of version N+1. */
@FunctionalInterface
public interface Upcaster {
    ObjectNode upcast(ObjectNode older);
}
