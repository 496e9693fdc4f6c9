package dcm.gateway.jump;

/** Says why a jump leads nowhere. */
final class NoTargetException extends Exception {
    NoTargetException(String sentence) {
        super(sentence, null, false, false);
    }
}
