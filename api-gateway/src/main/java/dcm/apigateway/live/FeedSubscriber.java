package dcm.apigateway.live;

/** Receives the events of a {@link ChangesFeed}, on the feed's context. */
interface FeedSubscriber {
    void event(ServerSentEvent event);

    /** The service has ended the feed as intended, such as at the end of an access token. */
    void completed();

    /** The feed was lost. */
    void failed(Throwable failure);
}
