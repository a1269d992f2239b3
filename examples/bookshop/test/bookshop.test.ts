import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BookshopStack } from '../lib/bookshop-stack';

let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App();
  new BookshopStack(app, 'BookshopStack');
  gateway = await LocalGateway.load(app.synth().directory);
}, 60_000);

afterAll(() => gateway.close());

test('a book is found by its id', async () => {
  const response = await gateway.inject({ path: '/books/2' });

  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ title: 'Solaris', author: 'Stanisław Lem' });
});

test('an unknown book gets 404', async () => {
  const response = await gateway.inject({ path: '/books/9' });

  expect(response.statusCode).toBe(404);
});

test('reviews come from version 2 of the reviews API', async () => {
  const explanation = await gateway.explain({ path: '/books/2/reviews' });

  expect(explanation.mapped?.path).toBe('/v2/reviews/2');
});
