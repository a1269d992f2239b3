import { useState } from 'preact/hooks';
import { InspectorClient } from '../client';
import { follow } from '../state/session';
import { keepToken } from '../state/token';

/** Asks for the token, when the page is opened without it. */
export function SignIn() {
  const [token, setToken] = useState('');
  return (
    <main class="sign-in">
      <h1>API inspector</h1>
      <p>
        Open the address that <code>apigwv2-local serve</code> printed at its start: it contains a token. Each start has a new one.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const given = token.trim().replace(/^.*#token=/, '');
          if (given !== '') {
            keepToken(given);
            follow(new InspectorClient(given));
          }
        }}
      >
        <label>
          Address or token
          <input type="password" autocomplete="off" value={token} onInput={(event) => setToken(event.currentTarget.value)} />
        </label>
        <button type="submit" class="primary">
          Open
        </button>
      </form>
    </main>
  );
}
