package dcm.contract.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Every reason for which DCM rejects or fails a request. Programs check the code, which is stable and never reused. */
public enum ErrorCode {
    BAD_INPUT(400, "The request is invalid"),
    UNAUTHENTICATED(401, "A valid access token is required"),
    NO_ACCOUNT(403, "You have no account"),
    ACCOUNT_SUSPENDED(403, "Your account is suspended"),
    FORBIDDEN(403, "The request requires the role administrator"),
    NOT_FOUND(404, "No such resource"),
    UNKNOWN_CONTAINER(404, "You have no such container"),
    UNKNOWN_IMAGE(404, "No such image is available to you"),
    BASE_IMAGE(403, "Only administrators can change base images"),
    BEING_HANDED_OVER(409, "A transfer is in progress"),
    UNKNOWN_KEY(404, "The account has no such key"),
    UNKNOWN_PRESET(404, "There is no such preset"),
    UNKNOWN_REGISTRY(404, "The registry is not permitted, so it cannot be forbidden"),
    REGISTRY_NOT_PERMITTED(403, "You may not use this registry"),
    REGISTRY_DENIED(403, "The registry denied access"),
    UNKNOWN_GROUP(404, "There is no such group"),
    GROUP_IN_USE(409, "The group has members"),
    PRESET_NOT_GRANTED(403, "You may not use this preset"),
    PRESET_CONFLICT(409, "The preset conflicts with another preset"),
    PRESET_FIXED(409, "The preset sets this value"),
    PRESET_UNAVAILABLE(503, "The host does not have what the preset requires"),
    UNKNOWN_INTENT(404, "You have no request with this id"),
    METHOD_NOT_ALLOWED(405, "The resource does not allow this method"),
    AMBIGUOUS_HANDLE(409, "The name, port or id is ambiguous"),
    WRONG_STATE(409, "The current state does not allow the operation"),
    NAME_TAKEN(409, "The name is already used"),
    IMAGE_IN_USE(409, "The image is in use"),
    TOO_MANY_LAYERS(409, "The image has too many layers"),
    PORT_RESERVED(409, "The port cannot be published"),
    PORTS_TAKEN(409, "No host address has all requested ports free"),
    ACCOUNT_REMOVED(409, "The account was removed or is being removed"),
    ACCOUNT_HAS_IMAGES(409, "The account has images"),
    ACCOUNT_EXISTS(409, "The account already exists"),
    SIGN_IN_TAKEN(403, "The account belongs to another sign-in"),
    SIGN_INS_ELSEWHERE(409, "DCM does not manage this identity provider"),
    QUOTA_EXCEEDED(409, "Quota exceeded"),
    PRECONDITION_FAILED(412, "The resource was changed"),
    TOO_LARGE(413, "The request is too large"),
    LENGTH_REQUIRED(411, "The header Content-Length is missing"),
    UNSUPPORTED_MEDIA(415, "The body must be JSON"),
    KEY_REUSED(422, "The idempotency key was used for another request"),
    UNKNOWN_HOST(404, "There is no such host"),
    UNKNOWN_RECORD(404, "There is no such record in quarantine"),
    RECORD_UNPROCESSABLE(409, "The record still cannot be processed"),
    DISCARDED(500, "An administrator discarded the request"),
    HOST_ALIVE(409, "The host is still running"),
    HOMES_NOT_SHARED(409, "The hosts do not share home directories"),
    HOMES_SHARED(409, "The hosts share home directories"),
    HOMES_MOVING(409, "The home directories are being moved"),
    MOVE_CANCELLED(409, "The move was cancelled"),
    HOST_CONFLICT(409, "The host cannot join"),
    NOT_INVITED(403, "No valid invitation"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Internal error"),
    ENGINE_FAILED(502, "The Docker Engine failed"),
    REGISTRY_FAILED(502, "The registry failed"),
    REGISTRY_UNREACHABLE(503, "The registry cannot be reached"),
    MOVE_FAILED(502, "The home directories could not be moved"),
    IMAGE_MISSING(409, "No host has the container's image"),
    NO_HOST(503, "No host can run the container"),
    HOST_UNREACHABLE(503, "The container's host cannot be reached"),
    HOST_FULL(503, "The host has no capacity left"),
    SIGN_INS_UNREACHABLE(503, "The identity provider cannot be reached"),
    LOG_UNREACHABLE(503, "DCM's event log cannot be reached"),
    VIEW_UNREACHABLE(503, "DCM cannot read its current data"),
    DEADLINE_PASSED(504, "The deadline has passed");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** A short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The code in records and API responses, such as {@code quota-exceeded}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static ErrorCode ofCode(String code) {
        return Arrays.stream(values())
                .filter(c -> c.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown error code " + code));
    }
}
