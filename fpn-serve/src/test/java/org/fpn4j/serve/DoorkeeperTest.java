package org.fpn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts beyond the loopback, at which no test listens. */
class DoorkeeperTest {
    private static boolean letsIn(String asked, String bound, String named) throws UnknownHostException {
        Headers headers = new Headers();
        headers.add("Host", named);
        try {
            new Doorkeeper(asked, new InetSocketAddress(InetAddress.getByName(bound), 8765)).check(headers);
            return true;
        } catch (RefusedRequest e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        // name of the machine, its address
        "reader.local, 192.0.2.7, reader.local:8765, true",
        "reader.local, 192.0.2.7, 192.0.2.7:8765, true",
        "reader.local, 192.0.2.7, localhost:8765, false",
        "reader.local, 192.0.2.7, 192.0.2.8:8765, false",
        // every address of the machine: a name could be somebody else's, an address could not
        "0.0.0.0, 0.0.0.0, 192.0.2.7:8765, true",
        "0.0.0.0, 0.0.0.0, localhost:8765, true",
        "0.0.0.0, 0.0.0.0, rebound.example:8765, false",
        "0.0.0.0, 0.0.0.0, 1.2.3.4.example:8765, false",
        "::, ::, [2001:db8::1]:8765, true",
        // the loopback has no other addresses
        "localhost, 127.0.0.1, 192.0.2.7:8765, false",
        "::1, ::1, [::1]:8765, true"
    })
    void namesAreThoseOfTheServer(String asked, String bound, String named, boolean letIn) throws UnknownHostException {
        assertThat(letsIn(asked, bound, named)).isEqualTo(letIn);
    }
}
