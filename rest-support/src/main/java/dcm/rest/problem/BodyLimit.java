package dcm.rest.problem;

import dcm.contract.problem.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Rejects request bodies that are larger than any valid request, or of unknown length, before they are read. */
@Provider
public class BodyLimit implements ContainerRequestFilter {
    private static final int LARGEST = 256 * 1024;

    /** The method that handles the request. */
    @Context
    @Nullable
    ResourceInfo method;

    @Override
    public void filter(ContainerRequestContext request) {
        if (method != null
                && method.getResourceMethod() != null
                && method.getResourceMethod().isAnnotationPresent(LargeBody.class)) {
            return;
        }
        String length = request.getHeaderString("Content-Length");
        boolean tooLong = length != null && (length.length() > 9 || Long.parseLong(length) > LARGEST);
        boolean unknown = length == null && request.getHeaderString("Transfer-Encoding") != null;
        if (tooLong || unknown) {
            throw new ProblemException(
                    unknown ? ErrorCode.LENGTH_REQUIRED : ErrorCode.TOO_LARGE,
                    unknown
                            ? "Send the body with the header Content-Length. Bodies of unknown length are rejected."
                            : "The body has " + length + " bytes; the limit is " + LARGEST + " bytes.");
        }
    }
}
