package dcm.user.rest;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers requests that only report what they would do. */
public class DryRunMapper {
    @ServerExceptionMapper
    Response answer(DryRunCompletion completion) {
        return Response.ok(completion.answer(), PlannedEvents.MEDIA_TYPE).build();
    }
}
