import { render } from 'preact';
import { InspectorClient } from './client';
import { App } from './components/app';
import { follow } from './state/session';
import { takeToken } from './state/token';
import { followHistory } from './state/view';

const token = takeToken();
if (token !== undefined) {
  follow(new InspectorClient(token));
}
followHistory();
const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
}
