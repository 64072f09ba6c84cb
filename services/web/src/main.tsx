import './styles/base.css';
import './styles/page.css';
import './styles/sale.css';
import './styles/tools.css';
import './styles/list.css';
import './styles/best.css';
import { createHttp } from '@onsale/client';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root !== null) render(<App http={createHttp()} />, root);
