import './styles/index.css';
import { createHttp } from '@onsale/client';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root !== null) render(<App http={createHttp()} />, root);
